package dev.graft.data.text;

import dev.graft.data.Part;
import dev.graft.data.Problem;
import dev.graft.data.Understood;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a layout's reader found.
///
/// @param layout   for people
/// @param declared names of classes that exist even if no text has them
/// @param order    names of labels by index where the data say so; empty: sorted
/// @param understood what each file was taken for, the training part first
/// @param unusedFiles names of files beside these that are not read
record TextListing(
        String layout,
        Map<Part, List<Labelled>> parts,
        Set<String> declared,
        List<String> order,
        List<Problem> problems,
        List<String> notes,
        List<Understood> understood,
        List<String> unusedFiles) {
    static TextListing empty(String layout) {
        return new TextListing(
                layout,
                new EnumMap<>(Part.class),
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    void add(Part part, Labelled text) {
        parts.computeIfAbsent(part, ignored -> new ArrayList<>()).add(text);
    }

    /// What the training part was taken for, and what of all files is not used.
    Understood understoodAs() {
        Understood first = understood.isEmpty() ? Understood.FILES : understood.getFirst();
        List<String> unused = new ArrayList<>(first.unused());
        unusedFiles.forEach(file -> unused.add("file " + file));
        return new Understood(first.unit(), first.input(), first.pair(), first.labels(), unused);
    }
}

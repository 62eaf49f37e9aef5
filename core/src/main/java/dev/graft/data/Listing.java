package dev.graft.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a layout's reader found.
///
/// @param layout      for people
/// @param declared    names of classes that exist even if no example has them
/// @param order       names of labels by index where the data say so; empty: sorted
/// @param understood  what each file was taken for, the training part first
/// @param unusedFiles names of files beside these that are not read
/// @param passedOver  examples that were not asked for, by the option that leaves them out
/// @param <X>         kind of input
public record Listing<X>(
        String layout,
        Map<Part, List<Labelled<X>>> parts,
        Set<String> declared,
        List<String> order,
        List<Problem> problems,
        List<String> notes,
        List<Understood> understood,
        List<String> unusedFiles,
        Map<String, Integer> passedOver) {
    public static <X> Listing<X> empty(String layout) {
        return new Listing<>(
                layout,
                new EnumMap<>(Part.class),
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new TreeMap<>());
    }

    /// The same without examples, which are to be looked at first.
    Listing<X> withoutExamples() {
        return new Listing<>(
                layout,
                new EnumMap<>(Part.class),
                declared,
                order,
                problems,
                notes,
                understood,
                unusedFiles,
                passedOver);
    }

    public void add(Part part, Labelled<X> example) {
        parts.computeIfAbsent(part, ignored -> new ArrayList<>()).add(example);
    }

    /// The examples of a part; none where there is no such part.
    public List<Labelled<X>> part(Part part) {
        return parts.getOrDefault(part, List.of());
    }

    /// What the training part was taken for, and what of all files is not used.
    Understood understoodAs() {
        Understood first = understood.isEmpty() ? Understood.FILES : understood.getFirst();
        List<String> unused = new ArrayList<>(first.unused());
        unusedFiles.forEach(file -> unused.add("file " + file));
        return new Understood(first.unit(), first.input(), first.pair(), first.labels(), unused);
    }
}

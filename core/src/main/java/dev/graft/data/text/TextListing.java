package dev.graft.data.text;

import dev.graft.data.Part;
import dev.graft.data.Problem;
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
record TextListing(
        String layout,
        Map<Part, List<Labelled>> parts,
        Set<String> declared,
        List<String> order,
        List<Problem> problems,
        List<String> notes) {
    static TextListing empty(String layout) {
        return new TextListing(
                layout,
                new EnumMap<>(Part.class),
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    void add(Part part, Labelled text) {
        parts.computeIfAbsent(part, ignored -> new ArrayList<>()).add(text);
    }
}

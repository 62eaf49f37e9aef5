package dev.graft.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a layout's reader found, before any picture was looked at.
///
/// @param layout   for people
/// @param parts    labelled pictures of each part
/// @param declared class names that exist even if no picture has them
/// @param order    class names by index where the data say so; empty: sorted
record Listing(
        String layout,
        Map<Part, List<Named>> parts,
        Set<String> declared,
        List<String> order,
        List<Problem> problems,
        List<String> notes) {
    /// A picture and its class's name.
    record Named(ImageSource source, String label) {}

    static Listing empty(String layout) {
        return new Listing(
                layout,
                new EnumMap<>(Part.class),
                new TreeSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    void add(Part part, ImageSource source, String label) {
        parts.computeIfAbsent(part, ignored -> new ArrayList<>()).add(new Named(source, label));
    }
}

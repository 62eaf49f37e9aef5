package dev.graft.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Examples of data as they lie now, in the parts of a table. The same for images and texts.
///
/// @param parts   examples by part, those of the table first and in its order
/// @param added   examples that are in no part
/// @param missing entries of the table without an example
/// @param foreign whether the data and the table have nothing in common
/// @param <X>     kind of example
public record Rearranged<X>(
        Map<Part, List<X>> parts, List<ExampleId> added, List<PartsTable.Entry> missing, boolean foreign) {

    /// @param now   parts as they were found now
    /// @param items the examples of a part
    /// @param id    of an example
    /// @param stays of the parts, in which what is new stays; elsewhere it belongs to none
    public static <X, D> Rearranged<X> of(
            PartsTable table,
            Map<Part, D> now,
            Function<D, List<X>> items,
            Function<X, ExampleId> id,
            Predicate<Part> stays) {
        List<X> all = now.values().stream().map(items).flatMap(List::stream).toList();
        PartsTable.Matched<X> matched = table.match(all, id);
        Map<Part, List<X>> parts = new EnumMap<>(Part.class);
        for (int i = 0; i < table.entries().size(); i++) {
            X example = matched.found().get(i);
            if (example != null) {
                parts.computeIfAbsent(table.entries().get(i).part(), part -> new ArrayList<>())
                        .add(example);
            }
        }
        Set<ExampleId> unplaced = new HashSet<>(matched.added().stream().map(id).toList());
        List<ExampleId> added = new ArrayList<>();
        now.forEach((part, dataset) -> {
            for (X example : items.apply(dataset)) {
                if (!unplaced.contains(id.apply(example))) {
                    continue;
                }
                if (stays.test(part)) {
                    parts.computeIfAbsent(part, ignored -> new ArrayList<>()).add(example);
                } else {
                    added.add(id.apply(example));
                }
            }
        });
        return new Rearranged<>(parts, added, matched.missing(), matched.added().size() == all.size());
    }

    /// Examples of a part; none where there is no such part.
    public List<X> part(Part part) {
        return parts.getOrDefault(part, List.of());
    }

    /// Notes, and what is to be said of examples that are missing or new.
    public List<String> notes(List<String> notes, String noun) {
        List<String> more = new ArrayList<>(notes);
        more.removeIf(note -> note.startsWith("split off ")); // the table says what was split off
        if (!missing.isEmpty()) {
            more.add(Wording.count(missing.size(), noun) + " of the run missing or changed since then: "
                    + Wording.shown(missing));
        }
        if (!added.isEmpty()) {
            more.add(Wording.count(added.size(), noun) + " added or changed since the run, used in no part: "
                    + Wording.shown(added));
        }
        return more;
    }
}

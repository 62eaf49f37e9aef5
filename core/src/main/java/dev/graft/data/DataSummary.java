package dev.graft.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run was trained on, to keep with its results.
///
/// @param layout   how the data lay on disk
/// @param classes  names, by class index; of the values where numbers are learned
/// @param examples examples by part (`train`, `validation`, `test`)
/// @param counts   examples by part and class name; an example with several labels counts for each, and nothing is
///     counted where numbers are learned
/// @param skipped  examples that were left out, and why
/// @param notes    what a careful person would mention
public record DataSummary(
        String layout,
        List<String> classes,
        Map<String, Integer> examples,
        Map<String, Map<String, Integer>> counts,
        List<Problem> skipped,
        List<String> notes) {
    public static DataSummary of(Splits splits) {
        Map<String, Integer> examples = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        splits.parts().forEach((part, dataset) -> {
            examples.put(part.word(), dataset.size());
            counts.put(part.word(), named(dataset.classes(), dataset.counts()));
        });
        return new DataSummary(splits.layout(), splits.classes(), examples, counts, splits.problems(), splits.notes());
    }

    /// With one more note.
    public DataSummary withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new DataSummary(layout, classes, examples, counts, skipped, more);
    }

    /// Examples in a part; 0 if there is no such part.
    public int total(String part) {
        return examples.getOrDefault(part, 0);
    }

    /// Counts by class name, in the order of the classes.
    ///
    /// @param counts one for each class, or none at all
    public static Map<String, Integer> named(List<String> classes, int[] counts) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            named.put(classes.get(i), counts[i]);
        }
        return named;
    }
}

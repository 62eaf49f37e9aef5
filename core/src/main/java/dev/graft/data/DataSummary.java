package dev.graft.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run was trained on, to keep with its results.
///
/// @param layout  how the data lay on disk
/// @param classes names, by class index
/// @param counts  pictures by part (`train`, `validation`, `test`) and class name
/// @param skipped pictures that were left out, and why
/// @param notes   what a careful person would mention
public record DataSummary(
        String layout,
        List<String> classes,
        Map<String, Map<String, Integer>> counts,
        List<Problem> skipped,
        List<String> notes) {
    public static DataSummary of(Splits splits) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        counts.put("train", counts(splits.train()));
        counts.put("validation", counts(splits.validation()));
        splits.test().ifPresent(test -> counts.put("test", counts(test)));
        return new DataSummary(splits.layout(), splits.classes(), counts, splits.problems(), splits.notes());
    }

    /// Pictures in a part; 0 if there is no such part.
    public int total(String part) {
        return counts.getOrDefault(part, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static Map<String, Integer> counts(ImageDataset dataset) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int[] byIndex = dataset.counts();
        for (int i = 0; i < byIndex.length; i++) {
            counts.put(dataset.classes().get(i), byIndex[i]);
        }
        return counts;
    }
}

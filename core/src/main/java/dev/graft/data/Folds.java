package dev.graft.data;

import dev.graft.torch.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Divides a data set into folds of about one size, with about the same share of every class.
final class Folds {
    private Folds() {}

    /// The fold of each example.
    ///
    /// @throws IllegalArgumentException if there are fewer than 2 folds, or fewer examples or groups than folds
    static <X> int[] of(Dataset<X> data, int k, long seed) {
        boolean grouped =
                data.examples().stream().anyMatch(example -> !example.group().isEmpty());
        Map<String, List<Integer>> groups = groups(data);
        int most = grouped ? groups.size() : data.size();
        if (k < 2 || k > most) {
            throw new IllegalArgumentException("folds: expected 2 to " + most + ", at most one per "
                    + (grouped ? "group" : "example") + ", found " + k);
        }
        return grouped ? ofGroups(data, List.copyOf(groups.values()), k, seed) : ofExamples(data, k, seed);
    }

    /// Examples of each class are dealt out in a random order, one class after the other.
    private static <X> int[] ofExamples(Dataset<X> data, int k, long seed) {
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int i = 0; i < data.size(); i++) {
            byClass.computeIfAbsent(label(data, i), label -> new ArrayList<>()).add(i);
        }
        int[] fold = new int[data.size()];
        int dealt = 0;
        for (Map.Entry<Integer, List<Integer>> entry : byClass.entrySet()) {
            int[] order = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
            Drawing.shuffle(order, Rng.mix(seed, entry.getKey()));
            for (int position : order) {
                fold[position] = dealt % k;
                dealt++;
            }
        }
        return fold;
    }

    private static <X> int[] ofGroups(Dataset<X> data, List<List<Integer>> groups, int k, long seed) {
        List<int[]> counts = new ArrayList<>();
        for (List<Integer> members : groups) {
            int[] labels = data.subset(
                            members.stream().mapToInt(Integer::intValue).toArray())
                    .counts();
            int[] count = Arrays.copyOf(labels, labels.length + 1); // and last how many there are
            count[labels.length] = members.size();
            counts.add(count);
        }
        double[] shares = new double[k];
        Arrays.fill(shares, 1.0 / k);
        int[] ofGroup = new GroupSplit(counts, shares).parts(seed);
        int[] fold = new int[data.size()];
        for (int group = 0; group < ofGroup.length; group++) {
            for (int position : groups.get(group)) {
                fold[position] = ofGroup[group];
            }
        }
        return fold;
    }

    private static <X> int label(Dataset<X> data, int position) {
        return data.task().isSingleLabel() ? data.examples().get(position).label() : 0;
    }

    private static <X> Map<String, List<Integer>> groups(Dataset<X> data) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < data.size(); i++) {
            groups.computeIfAbsent(data.examples().get(i).group(), group -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }
}

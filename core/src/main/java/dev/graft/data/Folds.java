package dev.graft.data;

import dev.graft.torch.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        WholeGroups groups = groups(data);
        int most = grouped ? groups.size() : data.size();
        if (k < 2 || k > most) {
            throw new IllegalArgumentException("folds: expected 2 to " + most + ", at most one per "
                    + (grouped ? "group" : "example") + ", found " + k);
        }
        return grouped ? groups.folds(k, seed) : ofExamples(data, k, seed);
    }

    /// The fold of each example, of as many folds as there can be; all 0 for fewer than 2.
    static <X> int[] upTo(int most, Dataset<X> data, long seed) {
        boolean grouped =
                data.examples().stream().anyMatch(example -> !example.group().isEmpty());
        int alike =
                data.task().isSingleLabel() ? Arrays.stream(data.counts()).max().orElse(0) : data.size();
        int k = Math.min(most, grouped ? Math.min(alike, groups(data).size()) : alike);
        return k < 2 ? new int[data.size()] : of(data, k, seed);
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

    private static <X> int label(Dataset<X> data, int position) {
        return data.task().isSingleLabel() ? data.examples().get(position).label() : 0;
    }

    private static <X> WholeGroups groups(Dataset<X> data) {
        List<WholeGroups.Member> members = data.examples().stream()
                .map(example -> new WholeGroups.Member(example.group(), labels(example.target())))
                .toList();
        return WholeGroups.of(members, data.counts().length);
    }

    private static Collection<Integer> labels(Target target) {
        return switch (target) {
            case Target.Single(int label) -> List.of(label);
            case Target.Several(Set<Integer> several) -> several;
            case Target.Values values -> List.of();
        };
    }
}

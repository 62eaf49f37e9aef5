package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Examples by the groups they belong to, which are divided whole.
///
/// @param names   of the groups, in the order of their first examples
/// @param members positions of the examples of each group
/// @param counts  examples with each label in each group, and last how many there are
record WholeGroups(List<String> names, List<List<Integer>> members, List<int[]> counts) {
    /// What has to be known of an example.
    ///
    /// @param labels by index; empty where numbers are learned
    record Member(String group, Collection<Integer> labels) {}

    /// @param examples in the order of their positions
    /// @param labels   how many there are
    static WholeGroups of(List<Member> examples, int labels) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int position = 0; position < examples.size(); position++) {
            members.computeIfAbsent(examples.get(position).group(), group -> new ArrayList<>())
                    .add(position);
        }
        List<int[]> counts = new ArrayList<>();
        for (List<Integer> group : members.values()) {
            int[] count = new int[labels + 1];
            count[labels] = group.size();
            group.forEach(position -> examples.get(position).labels().forEach(label -> count[label]++));
            counts.add(count);
        }
        return new WholeGroups(List.copyOf(members.keySet()), List.copyOf(members.values()), counts);
    }

    int size() {
        return names.size();
    }

    /// The fold of each example.
    int[] folds(int k, long seed) {
        double[] shares = IntStream.range(0, k).mapToDouble(fold -> 1.0 / k).toArray();
        int[] ofGroup = new GroupSplit(counts, shares).parts(seed);
        int[] folds = new int[members.stream().mapToInt(List::size).sum()];
        for (int group = 0; group < ofGroup.length; group++) {
            for (int position : members.get(group)) {
                folds[position] = ofGroup[group];
            }
        }
        return folds;
    }

    /// Positions of the examples to hold back: about a share of every class, and no group without which a class could
    /// not be learned; none where every group is such a one.
    Set<Integer> held(double share, long seed) {
        int[] parts = new GroupSplit(counts, share, 1 - share).parts(seed);
        Set<Integer> held = new TreeSet<>();
        for (int group = 0; group < parts.length; group++) {
            if (parts[group] == 0 && leavesSome(parts, group)) {
                held.addAll(members.get(group));
            } else {
                parts[group] = 1;
            }
        }
        return held;
    }

    /// Whether there is a group without which every class could still be learned.
    boolean canSpareOne() {
        int[] training = new int[size()];
        Arrays.fill(training, 1);
        return IntStream.range(0, size()).anyMatch(group -> leavesSome(training, group));
    }

    /// Whether every class of a group is also in one that is learned from.
    private boolean leavesSome(int[] parts, int group) {
        for (int label = 0; label < counts.get(group).length; label++) {
            int at = label;
            boolean elsewhere = IntStream.range(0, parts.length)
                    .anyMatch(other -> other != group && parts[other] == 1 && counts.get(other)[at] > 0);
            if (counts.get(group)[label] > 0 && !elsewhere) {
                return false;
            }
        }
        return true;
    }

    /// The group with the fewest examples; the first of several.
    int smallest() {
        return IntStream.range(0, size())
                .reduce((a, b) -> members.get(b).size() < members.get(a).size() ? b : a)
                .orElseThrow();
    }
}

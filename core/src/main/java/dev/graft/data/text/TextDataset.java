package dev.graft.data.text;

import dev.graft.data.ClassNames;
import dev.graft.data.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Labelled texts in a fixed order.
///
/// @param labels names of classes, by index; of the values for a regression
/// @param task   of which the targets are
public record TextDataset(List<TextItem> items, List<String> labels, Task task) {
    /// @throws IllegalArgumentException if a target is none of the task, or has an index or a number of values that
    ///     the labels do not have
    public TextDataset {
        items = List.copyOf(items);
        labels = List.copyOf(labels);
        for (TextItem item : items) {
            if (!fits(item.target(), task, labels.size())) {
                throw new IllegalArgumentException(item.where() + ": expected a target for " + task.word() + " with "
                        + labels.size() + " labels, found " + item.target());
            }
        }
    }

    private static boolean fits(Target target, Task task, int labels) {
        return switch (target) {
            case Target.Single(int label) -> task == Task.SINGLE_LABEL_CLASSIFICATION && label >= 0 && label < labels;
            case Target.Several(Set<Integer> several) ->
                task == Task.MULTI_LABEL_CLASSIFICATION
                        && several.stream().allMatch(label -> label >= 0 && label < labels);
            case Target.Values(List<Double> values) -> task == Task.REGRESSION && values.size() == labels;
        };
    }

    /// Number of texts.
    public int size() {
        return items.size();
    }

    /// Texts with each label; empty for a regression.
    public int[] counts() {
        int[] counts = new int[task == Task.REGRESSION ? 0 : labels.size()];
        for (TextItem item : items) {
            switch (item.target()) {
                case Target.Single(int label) -> counts[label]++;
                case Target.Several(Set<Integer> several) -> several.forEach(label -> counts[label]++);
                case Target.Values values -> {}
            }
        }
        return counts;
    }

    /// The texts at these positions, in this order.
    public TextDataset subset(int... positions) {
        return new TextDataset(Arrays.stream(positions).mapToObj(items::get).toList(), labels, task);
    }

    /// The same texts for a model whose labels have other indices, or more of them; names that mean the same are
    /// the same label, see [ClassNames#match]. Values of a regression are put into the order of these names;
    /// where the names are others, they keep their places.
    ///
    /// @throws IllegalArgumentException if a label that texts have is not among these, or a text has another
    ///     number of values
    public TextDataset withLabels(List<String> others) {
        boolean alike = others.size() == labels.size() && others.containsAll(labels);
        if (others.equals(labels) || (task == Task.REGRESSION && !alike)) {
            return new TextDataset(items, others, task);
        }
        int[] moved = ClassNames.match(labels, others);
        return new TextDataset(
                items.stream()
                        .map(item -> new TextItem(item.text(), moved(item, moved, others), item.where()))
                        .toList(),
                others,
                task);
    }

    private Target moved(TextItem item, int[] moved, List<String> others) {
        return switch (item.target()) {
            case Target.Single(int label) -> new Target.Single(moved(label, item, moved, others));
            case Target.Several(Set<Integer> several) ->
                new Target.Several(several.stream()
                        .map(label -> moved(label, item, moved, others))
                        .collect(Collectors.toSet()));
            case Target.Values(List<Double> values) ->
                new Target.Values(others.stream()
                        .map(name -> values.get(labels.indexOf(name)))
                        .toList());
        };
    }

    private int moved(int label, TextItem item, int[] moved, List<String> others) {
        if (moved[label] < 0) {
            throw new IllegalArgumentException(
                    item.where() + ": label " + labels.get(label) + " is not among " + others);
        }
        return moved[label];
    }
}

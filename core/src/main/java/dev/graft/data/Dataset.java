package dev.graft.data;

import dev.graft.text.Text;
import dev.graft.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/// Labelled examples in a fixed order.
///
/// @param labels names of classes, by index; of the values for a regression
/// @param task   of which the targets are
/// @param <X>    kind of input
public record Dataset<X>(List<Example<X>> examples, List<String> labels, Task task) {
    /// @throws IllegalArgumentException if a target is none of the task, or has an index or a number of values that
    ///     the labels do not have
    public Dataset {
        examples = List.copyOf(examples);
        labels = List.copyOf(labels);
        for (Example<X> example : examples) {
            if (!fits(example.target(), task, labels.size())) {
                throw new IllegalArgumentException(example.id() + ": expected a target for " + task.word() + " with "
                        + Wording.count(labels.size(), "label") + ", found " + example.target());
            }
        }
    }

    /// One class an example.
    public static <X> Dataset<X> ofClasses(List<Example<X>> examples, List<String> classes) {
        return new Dataset<>(examples, classes, Task.SINGLE_LABEL_CLASSIFICATION);
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

    /// Number of examples.
    public int size() {
        return examples.size();
    }

    /// Examples with each label; empty for a regression.
    public int[] counts() {
        int[] counts = new int[task == Task.REGRESSION ? 0 : labels.size()];
        for (Example<X> example : examples) {
            switch (example.target()) {
                case Target.Single(int label) -> counts[label]++;
                case Target.Several(Set<Integer> several) -> several.forEach(label -> counts[label]++);
                case Target.Values values -> {}
            }
        }
        return counts;
    }

    /// The examples at these positions, in this order.
    public Dataset<X> subset(int... positions) {
        return with(Arrays.stream(positions).mapToObj(examples::get).toList());
    }

    /// Other examples of the same task.
    public Dataset<X> with(List<Example<X>> others) {
        return new Dataset<>(others, labels, task);
    }

    /// The first examples of each class, at most `perClass` of them: for a quick try.
    ///
    /// @throws IllegalArgumentException if `perClass` is below 1
    /// @throws IllegalStateException if an example has no single class
    public Dataset<X> atMost(int perClass) {
        if (perClass < 1) {
            throw new IllegalArgumentException("examples per class: expected at least 1, found " + perClass);
        }
        int[] taken = new int[labels.size()];
        return with(examples.stream()
                .filter(example -> taken[example.label()]++ < perClass)
                .toList());
    }

    /// The same examples for a model whose labels have other indices, or more of them; names that mean the same are
    /// the same label, see [ClassNames#match]. Values of a regression are put into the order of these names;
    /// where the names are others, they keep their places.
    ///
    /// @throws DataException if an example has a label that is not among these
    ///     or another number of values
    public Dataset<X> withLabels(List<String> others) {
        if (others.equals(labels)) {
            return this;
        }
        if (task == Task.REGRESSION) {
            return withValues(others);
        }
        int[] moved = ClassNames.match(labels, others);
        int[] counts = counts();
        List<String> unknown = IntStream.range(0, moved.length)
                .filter(label -> moved[label] < 0 && counts[label] > 0)
                .mapToObj(labels::get)
                .toList();
        if (!unknown.isEmpty()) {
            throw new DataException("labels " + unknown + " of the data are not among the model's: " + others);
        }
        return new Dataset<>(
                examples.stream()
                        .map(example -> example.withTarget(moved(example.target(), moved)))
                        .toList(),
                others,
                task);
    }

    private static Target moved(Target target, int[] moved) {
        return switch (target) {
            case Target.Single(int label) -> new Target.Single(moved[label]);
            case Target.Several(Set<Integer> several) ->
                new Target.Several(several.stream().map(label -> moved[label]).collect(Collectors.toSet()));
            case Target.Values values -> values;
        };
    }

    private Dataset<X> withValues(List<String> others) {
        if (others.size() != labels.size()) {
            throw new DataException("the data have " + Wording.count(labels.size(), "number") + " per example, "
                    + labels + ", but the model answers with " + others);
        }
        if (!new HashSet<>(others).equals(new HashSet<>(labels))) {
            return new Dataset<>(examples, others, task);
        }
        List<Example<X>> ordered = new ArrayList<>();
        for (Example<X> example : examples) {
            if (example.target() instanceof Target.Values(List<Double> values)) {
                ordered.add(example.withTarget(new Target.Values(others.stream()
                        .map(name -> values.get(labels.indexOf(name)))
                        .toList())));
            }
        }
        return new Dataset<>(ordered, others, task);
    }

    /// Divided into what is learned from and what it is judged by: the same share of each class, and no group in both.
    ///
    /// @param validationFraction share of each class that is kept for validation
    /// @param seed               decides which examples these are
    /// @throws DataException if none can be kept
    public Splits<X> split(double validationFraction, long seed) {
        Listing<X> listing = Listing.empty("examples");
        listing.order().addAll(labels);
        for (Example<X> example : examples) {
            listing.add(
                    Part.TRAIN,
                    new Labelled<>(
                            example.input(),
                            example.target().names(labels),
                            task == Task.MULTI_LABEL_CLASSIFICATION,
                            example.id(),
                            example.group(),
                            null));
        }
        SplitOptions options = SplitOptions.DEFAULT
                .withValidationFraction(validationFraction)
                .withSeed(seed)
                .withTask(task);
        return Splitting.of(Path.of("examples"), kind(), listing, options);
    }

    /// The fold in which each example is held back: up to `most` of them, fewer where all classes have fewer examples,
    /// or there are fewer groups. All 0 where there is nothing that could be held back.
    public int[] foldOfEach(int most, long seed) {
        return Folds.upTo(most, this, seed);
    }

    /// Divided `k` times, so that each example is judged by once: stratified by class, and in whole groups.
    ///
    /// @throws IllegalArgumentException if there are fewer than 2 folds, or fewer examples or groups than folds
    public List<Splits<X>> folds(int k, long seed) {
        int[] fold = Folds.of(this, k, seed);
        return IntStream.range(0, k)
                .mapToObj(i -> Splits.of(
                        kind(),
                        subset(IntStream.range(0, fold.length)
                                .filter(at -> fold[at] != i)
                                .toArray()),
                        subset(IntStream.range(0, fold.length)
                                .filter(at -> fold[at] == i)
                                .toArray())))
                .toList();
    }

    private Kind kind() {
        return !examples.isEmpty() && examples.getFirst().input() instanceof Text ? Kind.TEXT : Kind.IMAGE;
    }

    /// What the examples at these positions should be answered with, as the [Task] says.
    public Tensor targets(int... positions) {
        int width = labels.size();
        long[] classes = new long[positions.length];
        float[] values = new float[task.isSingleLabel() ? 0 : positions.length * width];
        for (int i = 0; i < positions.length; i++) {
            int row = i * width;
            switch (examples.get(positions[i]).target()) {
                case Target.Single(int label) -> classes[i] = label;
                case Target.Several(Set<Integer> several) -> several.forEach(label -> values[row + label] = 1);
                case Target.Values(List<Double> numbers) -> {
                    for (int column = 0; column < width; column++) {
                        values[row + column] = numbers.get(column).floatValue();
                    }
                }
            }
        }
        return task.isSingleLabel()
                ? Tensors.of(classes, positions.length)
                : Tensors.of(values, positions.length, width);
    }

    /// What decides the targets, as text: a line an example.
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        examples.forEach(example -> text.append(fingerprint(example.target())).append('\n'));
        return text.toString();
    }

    /// The same of one target.
    static String fingerprint(Target target) {
        return switch (target) {
            case Target.Single(int label) -> Integer.toString(label);
            case Target.Several(Set<Integer> several) ->
                several.stream().sorted().toList().toString();
            case Target.Values(List<Double> values) -> values.toString();
        };
    }
}

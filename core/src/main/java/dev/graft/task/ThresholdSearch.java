package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.data.Wording;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/// Finds the thresholds that somebody wishes on labelled examples: for a recall the greatest with which that share of
/// the examples of the class is found, for a precision the smallest with which that share of what is said is right,
/// as the whole rule of a [Decision] decides. It is told what a network answers, batch by batch, and keeps the
/// probabilities of the classes that are asked about alone.
public final class ThresholdSearch {
    private static final int MOST_ROUNDS = 100;

    private final Objective objective;
    private final List<String> labels;
    private final List<OperatingPoint> asked;
    private final int[] outputs;
    private final boolean several;
    private final List<float[]> probabilities = new ArrayList<>();
    private final List<boolean[]> truths = new ArrayList<>();

    /// @param task   one class, or several labels an example
    /// @param labels name of each output, in order
    /// @param asked  each of another class
    /// @throws IllegalArgumentException if the task is another, or a class is not there or asked about twice
    public ThresholdSearch(Task task, List<String> labels, List<OperatingPoint> asked) {
        requireLabels(task);
        this.objective = Objective.of(task);
        this.several = !task.isSingleLabel();
        this.labels = List.copyOf(labels);
        this.asked = asked.stream().map(point -> point.among(labels)).toList();
        requireOnce(this.asked);
        this.outputs = this.asked.stream()
                .mapToInt(point -> this.labels.indexOf(point.label()))
                .toArray();
    }

    /// What is wished, of labels as they are written.
    public List<OperatingPoint> asked() {
        return asked;
    }

    /// @throws IllegalArgumentException if the answers are no probabilities
    static void requireLabels(Task task) {
        if (task != Task.SINGLE_LABEL_CLASSIFICATION && task != Task.MULTI_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException(
                    "threshold: is for classes and labels, but the model answers with " + task.noun() + "s");
        }
    }

    private static void requireOnce(List<OperatingPoint> asked) {
        Set<String> seen = new HashSet<>();
        for (OperatingPoint point : asked) {
            if (!seen.add(point.label())) {
                throw new IllegalArgumentException(
                        "threshold: expected one for each class, found two for '" + point.label() + "'");
            }
        }
    }

    /// Counts a batch.
    ///
    /// @param logits  of the network, without gradients
    /// @param targets as in a [dev.graft.data.Batch]
    public void add(Tensor logits, List<Tensor> targets) {
        float[] answers = Tensors.floats(objective.answers(logits));
        float[] wanted = Tensors.floats(targets.getFirst());
        int width = labels.size();
        for (int row = 0; row < answers.length / width; row++) {
            float[] kept = new float[outputs.length + (hasRest() ? 1 : 0)];
            boolean[] truth = new boolean[outputs.length];
            for (int i = 0; i < outputs.length; i++) {
                kept[i] = answers[row * width + outputs[i]];
                truth[i] = several ? wanted[row * width + outputs[i]] > 0.5 : wanted[row] == outputs[i];
            }
            probabilities.add(kept);
            truths.add(truth);
        }
    }

    /// Whether there is a class without a threshold, which is said where none is reached. How probable it is
    /// makes no difference.
    private boolean hasRest() {
        return !several && outputs.length < labels.size();
    }

    /// The thresholds that are wished.
    ///
    /// @throws IllegalArgumentException if there is no example of a class, no threshold does what is asked,
    ///     or not all of them together
    public Decision decision() {
        double[] limits = new double[outputs.length + (hasRest() ? 1 : 0)];
        Arrays.fill(limits, Double.NaN);
        for (int i = 0; i < outputs.length; i++) {
            limits[i] =
                    asked.get(i).isSearched() ? Math.nextDown(1f) : asked.get(i).value();
        }
        settle(limits);
        Map<String, Decision.Threshold> found = new LinkedHashMap<>();
        for (int i = 0; i < outputs.length; i++) {
            OperatingPoint point = asked.get(i);
            Decision.Finding finding = point.isSearched() ? crossings(i, limits).found(point, limits[i]) : null;
            found.put(point.label(), new Decision.Threshold(limits[i], finding));
        }
        return new Decision(labels, found);
    }

    /// Classes take examples from each other: where one threshold moves, the others are looked for again. For
    /// recalls they only fall, from the greatest there are, so that what they settle at is the greatest of
    /// all together.
    private void settle(double[] limits) {
        long searched = asked.stream().filter(OperatingPoint::isSearched).count();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] before = limits.clone();
            for (int i = 0; i < outputs.length; i++) {
                if (asked.get(i).isSearched()) {
                    limits[i] = threshold(i, limits, round);
                }
            }
            if (several || searched < 2 || Arrays.equals(before, limits)) {
                return;
            }
        }
        throw notTogether();
    }

    private double threshold(int i, double[] limits, int round) {
        OperatingPoint point = asked.get(i);
        Crossings crossings = crossings(i, limits);
        if (crossings.examples() == 0) {
            throw new IllegalArgumentException("threshold: " + point + ": none of the "
                    + Wording.count(truths.size(), "example") + " that it is looked for with is of '" + point.label()
                    + "'");
        }
        OptionalDouble found = point.goal() == OperatingPoint.Goal.RECALL
                ? crossings.forRecall(point.value())
                : crossings.forPrecision(point.value());
        return found.orElseThrow(() -> round == 0 ? notAlone(point, crossings.examples()) : notTogether());
    }

    private IllegalArgumentException notAlone(OperatingPoint point, long examples) {
        return new IllegalArgumentException("threshold: " + point + ": no threshold does it on the "
                + Wording.count(truths.size(), "example") + " that it is looked for with, " + Wording.number(examples)
                + " of them of '" + point.label() + "'; ask for less");
    }

    private IllegalArgumentException notTogether() {
        return new IllegalArgumentException("threshold: " + Wording.shown(asked)
                + ": no thresholds do all of it on the "
                + Wording.count(truths.size(), "example") + " that they are looked for with: the classes take examples"
                + " from each other; ask for less, or for one class alone");
    }

    private Crossings crossings(int i, double[] limits) {
        double[] others = limits.clone();
        double[] at = IntStream.range(0, truths.size())
                .mapToDouble(row -> Crossings.greatest(limit -> isSaid(i, probabilities.get(row), others, limit)))
                .toArray();
        boolean[] ofClass = new boolean[at.length];
        for (int row = 0; row < at.length; row++) {
            ofClass[row] = truths.get(row)[i];
        }
        return Crossings.of(at, ofClass);
    }

    private boolean isSaid(int i, float[] row, double[] limits, double limit) {
        if (several) {
            return Decision.says(limit, row[i]);
        }
        limits[i] = limit;
        return Decision.choose(limits, row) == i;
    }
}

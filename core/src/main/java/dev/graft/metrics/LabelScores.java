package dev.graft.metrics;

import java.util.ArrayList;
import java.util.List;

/// How well any number of labels an example were predicted. The definitions are scikit-learn's (1.5) with
/// `zero_division=0`.
///
/// @param examples   how many
/// @param exactMatch share of examples with all labels right: scikit-learn's accuracy of several labels
/// @param microF1    F1 over all labels of all examples together
/// @param macroF1    mean of all labels' F1
/// @param labels     scores of every label
public record LabelScores(int examples, double exactMatch, double microF1, double macroF1, List<ClassScore> labels) {
    public LabelScores {
        labels = List.copyOf(labels);
    }

    /// @param width       labels of an example
    /// @param targets     whether each label of each example is true, example after example
    /// @param predictions the same as predicted
    /// @throws IllegalArgumentException if the arrays differ in length or are not of whole examples
    public static LabelScores of(int width, boolean[] targets, boolean[] predictions) {
        if (width < 1 || targets.length != predictions.length || targets.length % width != 0) {
            throw new IllegalArgumentException("label scores: expected as many predictions as targets, a multiple of "
                    + width + ", found " + predictions.length + " and " + targets.length);
        }
        int examples = targets.length / width;
        long[] hits = new long[width];
        long[] predicted = new long[width];
        long[] support = new long[width];
        int exact = 0;
        for (int example = 0; example < examples; example++) {
            boolean all = true;
            for (int label = 0; label < width; label++) {
                boolean target = targets[example * width + label];
                boolean prediction = predictions[example * width + label];
                hits[label] += target && prediction ? 1 : 0;
                predicted[label] += prediction ? 1 : 0;
                support[label] += target ? 1 : 0;
                all &= target == prediction;
            }
            exact += all ? 1 : 0;
        }
        List<ClassScore> labels = new ArrayList<>();
        for (int label = 0; label < width; label++) {
            labels.add(ClassScore.of(hits[label], predicted[label], support[label]));
        }
        return new LabelScores(
                examples,
                ConfusionMatrix.ratio(exact, examples),
                ClassScore.of(sum(hits), sum(predicted), sum(support)).f1(),
                labels.stream().mapToDouble(ClassScore::f1).average().orElse(0),
                labels);
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}

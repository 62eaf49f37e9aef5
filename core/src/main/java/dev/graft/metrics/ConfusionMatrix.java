package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How often an example of one class was taken for another, and the scores that follow from it. The
/// definitions are scikit-learn's (1.5) with `zero_division=0`.
public final class ConfusionMatrix {
    private final long[][] counts;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
    }

    /// @param classes     number of classes
    /// @param targets     the true class of each example, 0 … classes - 1
    /// @param predictions the predicted class of each example
    /// @throws IllegalArgumentException if the arrays differ in length or hold another class
    public static ConfusionMatrix of(int classes, int[] targets, int[] predictions) {
        if (targets.length != predictions.length) {
            throw new IllegalArgumentException("confusion matrix: expected as many predictions as targets, found "
                    + predictions.length + " and " + targets.length);
        }
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < targets.length; i++) {
            check(classes, targets[i]);
            check(classes, predictions[i]);
            counts[targets[i]][predictions[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    public int classes() {
        return counts.length;
    }

    /// Examples of class `target` that were predicted to be of class `prediction`.
    public long count(int target, int prediction) {
        return counts[target][prediction];
    }

    /// All counts; the first index is the true class.
    public List<List<Long>> rows() {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    /// All examples.
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /// The share of examples predicted right; 0 where there is none.
    public double accuracy() {
        long right = 0;
        for (int i = 0; i < counts.length; i++) {
            right += counts[i][i];
        }
        return ratio(right, total());
    }

    /// Scores of every class, in class order.
    public List<ClassScore> scores() {
        List<ClassScore> scores = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            long support = Arrays.stream(counts[c]).sum();
            long predicted = 0;
            for (long[] row : counts) {
                predicted += row[c];
            }
            scores.add(ClassScore.of(counts[c][c], predicted, support));
        }
        return List.copyOf(scores);
    }

    /// The mean of all classes' F1, each class counting the same.
    public double macroF1() {
        return scores().stream().mapToDouble(ClassScore::f1).average().orElse(0);
    }

    /// Matthews' correlation coefficient of true and predicted classes, for any number of classes (Gorodkin 2004):
    /// 1 for all right, 0 for what chance would do; 0 as well where one of the two is always the same.
    public double mcc() {
        double total = total();
        double right = 0;
        double agreement = 0;
        double targetSquares = 0;
        double predictedSquares = 0;
        for (int c = 0; c < counts.length; c++) {
            double support = Arrays.stream(counts[c]).sum();
            double predicted = 0;
            for (long[] row : counts) {
                predicted += row[c];
            }
            right += counts[c][c];
            agreement += support * predicted;
            targetSquares += support * support;
            predictedSquares += predicted * predicted;
        }
        double spread = (total * total - predictedSquares) * (total * total - targetSquares);
        return spread == 0 ? 0 : (right * total - agreement) / Math.sqrt(spread);
    }

    private static void check(int classes, int found) {
        if (found < 0 || found >= classes) {
            throw new IllegalArgumentException(
                    "confusion matrix: expected classes 0 to " + (classes - 1) + ", found " + found);
        }
    }

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}

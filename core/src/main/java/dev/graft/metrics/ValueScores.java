package dev.graft.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How close predicted numbers came to true ones. Of several numbers an example each score is the mean over the
/// numbers; the definitions are scikit-learn's and SciPy's.
///
/// @param mse      mean squared error
/// @param mae      mean absolute error
/// @param r2       share of the targets' variance that is explained, at most 1; 0 where they do not vary
/// @param pearson  linear correlation; 0 where one of the two does not vary
/// @param spearman correlation of ranks; 0 where one of the two does not vary
public record ValueScores(double mse, double mae, double r2, double pearson, double spearman) {
    /// @param width       numbers of an example
    /// @param targets     true numbers, example after example
    /// @param predictions predicted ones
    /// @throws IllegalArgumentException if the arrays differ in length or are not of whole examples
    public static ValueScores of(int width, double[] targets, double[] predictions) {
        double[] sums = new double[5];
        for (ValueScores each : each(width, targets, predictions)) {
            sums[0] += each.mse;
            sums[1] += each.mae;
            sums[2] += each.r2;
            sums[3] += each.pearson;
            sums[4] += each.spearman;
        }
        return new ValueScores(sums[0] / width, sums[1] / width, sums[2] / width, sums[3] / width, sums[4] / width);
    }

    /// The scores of each number by itself, in order.
    ///
    /// @param width       numbers of an example
    /// @param targets     true numbers, example after example
    /// @param predictions predicted ones
    /// @throws IllegalArgumentException if the arrays differ in length or are not of whole examples
    public static List<ValueScores> each(int width, double[] targets, double[] predictions) {
        if (width < 1 || targets.length != predictions.length || targets.length % width != 0 || targets.length == 0) {
            throw new IllegalArgumentException("value scores: expected as many predictions as targets, a multiple of "
                    + width + ", found " + predictions.length + " and " + targets.length);
        }
        return IntStream.range(0, width)
                .mapToObj(column -> of(column(targets, column, width), column(predictions, column, width)))
                .toList();
    }

    private static ValueScores of(double[] wanted, double[] found) {
        double squares = 0;
        double absolute = 0;
        double mean = Arrays.stream(wanted).average().orElseThrow();
        double spread = 0;
        for (int i = 0; i < wanted.length; i++) {
            double error = found[i] - wanted[i];
            squares += error * error;
            absolute += Math.abs(error);
            spread += (wanted[i] - mean) * (wanted[i] - mean);
        }
        return new ValueScores(
                squares / wanted.length,
                absolute / wanted.length,
                spread == 0 ? 0 : 1 - squares / spread,
                correlation(wanted, found),
                correlation(ranks(wanted), ranks(found)));
    }

    /// By the names that they have in files and on the screen.
    public Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("r2", r2);
        named.put("mse", mse);
        named.put("mae", mae);
        named.put("pearson", pearson);
        named.put("spearman", spearman);
        return named;
    }

    private static double[] column(double[] values, int column, int width) {
        return IntStream.range(0, values.length / width)
                .mapToDouble(i -> values[i * width + column])
                .toArray();
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double together = 0;
        double spreadA = 0;
        double spreadB = 0;
        for (int i = 0; i < a.length; i++) {
            together += (a[i] - meanA) * (b[i] - meanB);
            spreadA += (a[i] - meanA) * (a[i] - meanA);
            spreadB += (b[i] - meanB) * (b[i] - meanB);
        }
        return spreadA == 0 || spreadB == 0 ? 0 : together / Math.sqrt(spreadA * spreadB);
    }

    /// Places from 1 in ascending order; equal values share the mean of their places.
    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}

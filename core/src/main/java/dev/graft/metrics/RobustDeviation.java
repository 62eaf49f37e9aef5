package dev.graft.metrics;

import java.util.Arrays;

/// How far numbers are from their middle, where a few may be far off: the difference to the median, in units of the
/// median absolute deviation, which is scaled so that it is the standard deviation of normal numbers.
///
/// Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993.
public final class RobustDeviation {
    private static final double NORMAL = 1.4826;

    private RobustDeviation() {}

    /// Of each number; 0 for all where more than half of them are the same, which leaves nothing to measure by.
    public static double[] of(double[] values) {
        if (values.length == 0) {
            return new double[0];
        }
        double middle = median(values);
        double deviation = NORMAL
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - middle))
                        .toArray());
        return Arrays.stream(values)
                .map(value -> deviation == 0 ? 0 : (value - middle) / deviation)
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Divides groups among parts, whole, so that each part has about its share of every class: the greedy way of
/// scikit-learn's `StratifiedGroupKFold` (1.7), with parts that need not be of one size. Groups whose classes are
/// spread least evenly come first, and each goes where the shares of the classes then differ least.
///
/// @param counts examples of each group by class
/// @param shares of the parts; they sum to 1
record GroupSplit(List<int[]> counts, double... shares) {
    /// The part of each group.
    ///
    /// @param seed decides among groups that are alike
    int[] parts(long seed) {
        int[] order = IntStream.range(0, counts.size()).toArray();
        Drawing.shuffle(order, seed);
        List<Integer> sorted = new ArrayList<>(Arrays.stream(order).boxed().toList());
        sorted.sort(Comparator.comparingDouble(group -> -deviation(doubles(counts.get(group)))));
        double[] totals = new double[counts.getFirst().length];
        counts.forEach(group -> add(totals, group, 1));
        double[][] filled = new double[shares.length][totals.length];
        int[] parts = new int[counts.size()];
        for (int group : sorted) {
            parts[group] = best(filled, totals, counts.get(group));
            add(filled[parts[group]], counts.get(group), 1);
        }
        return parts;
    }

    private int best(double[][] filled, double[] totals, int[] group) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        double fewest = Double.POSITIVE_INFINITY;
        for (int part = 0; part < shares.length; part++) {
            add(filled[part], group, 1);
            double unevenness = unevenness(filled, totals);
            add(filled[part], group, -1);
            double fill = Arrays.stream(filled[part]).sum() / shares[part];
            boolean same = Math.abs(unevenness - least) <= 1e-9;
            if (unevenness < least && !same || same && fill < fewest) {
                best = part;
                least = unevenness;
                fewest = fill;
            }
        }
        return best;
    }

    /// How much the parts differ in what they have of each class, by what they should have: the mean over the classes.
    private double unevenness(double[][] filled, double[] totals) {
        double sum = 0;
        for (int label = 0; label < totals.length; label++) {
            double[] shared = new double[shares.length];
            for (int part = 0; part < shares.length; part++) {
                shared[part] = totals[label] == 0 ? 0 : filled[part][label] / totals[label] / shares[part];
            }
            sum += deviation(shared);
        }
        return sum / totals.length;
    }

    private static void add(double[] sums, int[] group, int sign) {
        for (int label = 0; label < sums.length; label++) {
            sums[label] += sign * group[label];
        }
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}

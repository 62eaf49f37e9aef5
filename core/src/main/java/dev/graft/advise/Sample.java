package dev.graft.advise;

import dev.graft.data.Dataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Some examples in place of all.
final class Sample {
    private static final int FIRST = 2;

    private Sample() {}

    /// So many examples, in the order in which they were.
    static <X> Dataset<X> of(Dataset<X> all, int most, long seed) {
        boolean[] drawn = drawn(all, most, seed);
        return most >= all.size()
                ? all
                : all.subset(
                        IntStream.range(0, drawn.length).filter(at -> drawn[at]).toArray());
    }

    /// Which so many are: drawn by the seed, two of each class and then of each as large a share; a few are among many
    /// of the same seed.
    static boolean[] drawn(Dataset<?> all, int most, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        if (all.task().isSingleLabel()) {
            double[] turn = turns(all, order);
            order.sort(Comparator.comparingDouble(at -> turn[at]));
        }
        boolean[] drawn = new boolean[all.size()];
        order.stream().limit(most).forEach(at -> drawn[at] = true);
        return drawn;
    }

    /// When each is drawn, from 0 to 1.
    private static double[] turns(Dataset<?> all, List<Integer> order) {
        int[] counts = all.counts();
        int[] seen = new int[counts.length];
        double[] turn = new double[all.size()];
        for (int at : order) {
            int label = all.examples().get(at).label();
            turn[at] = seen[label] < FIRST ? 0 : (double) seen[label] / counts[label];
            seen[label]++;
        }
        return turn;
    }
}

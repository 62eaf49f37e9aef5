package dev.graft.task;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// Up to which threshold of a class each example is said to be of it, all other thresholds being what they are.
///
/// @param at        greatest such threshold of each example, greatest first; 0 for none
/// @param ofClass   whether the example is of the class
/// @param examples  of the class
record Crossings(double[] at, boolean[] ofClass, long examples) {
    /// Smallest and greatest threshold that is tried: between them, a float divided by one is finite.
    private static final double LEAST = Float.MIN_NORMAL;

    private static final double MOST = Math.nextDown(1f);

    /// How far below an example's own probability a threshold is put, as a share of it: the same example may
    /// be computed in another batch, whose sums are rounded otherwise.
    private static final double HAIR = 1e-6;

    /// @param at      as [#greatest] says of each example
    /// @param ofClass whether each is of the class
    static Crossings of(double[] at, boolean[] ofClass) {
        int[] order = IntStream.range(0, at.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> at[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = Arrays.stream(order).mapToDouble(i -> at[i]).toArray();
        boolean[] truths = new boolean[order.length];
        long examples = 0;
        for (int i = 0; i < order.length; i++) {
            truths[i] = ofClass[order[i]];
            examples += truths[i] ? 1 : 0;
        }
        return new Crossings(sorted, truths, examples);
    }

    /// The greatest threshold with which something is said, to the last bit; 0 where it never is.
    ///
    /// @param says whether it is said with a threshold; if with one, then with all smaller ones
    static double greatest(DoublePredicate says) {
        if (!says.test(LEAST)) {
            return 0;
        }
        long low = Double.doubleToLongBits(LEAST); // numbers above 0 are in the order of their bits
        long high = Double.doubleToLongBits(MOST);
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (says.test(Double.longBitsToDouble(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Double.longBitsToDouble(low);
    }

    /// The greatest threshold that finds a share of the examples of the class; none where not even the
    /// smallest does.
    OptionalDouble forRecall(double share) {
        long hits = 0;
        for (int i = 0; i < at.length && at[i] > 0; i++) {
            hits += ofClass[i] ? 1 : 0;
            if (ofClass[i] && (double) hits / examples >= share) {
                return OptionalDouble.of(below(at[i]));
            }
        }
        return OptionalDouble.empty();
    }

    /// The smallest threshold with which a share of what is said is right; none where there is no such
    /// threshold.
    OptionalDouble forPrecision(double share) {
        long hits = 0;
        double smallest = 0;
        for (int i = 0; i < at.length && at[i] > 0; i++) {
            hits += ofClass[i] ? 1 : 0;
            boolean last = i + 1 == at.length || at[i + 1] < at[i];
            if (last && hits > 0 && (double) hits / (i + 1) >= share) {
                smallest = at[i];
            }
        }
        return smallest > 0 ? OptionalDouble.of(below(smallest)) : OptionalDouble.empty();
    }

    /// What a threshold comes to.
    Decision.Finding found(OperatingPoint asked, double threshold) {
        long hits = 0;
        int answers = 0;
        while (answers < at.length && at[answers] >= threshold) {
            hits += ofClass[answers] ? 1 : 0;
            answers++;
        }
        return new Decision.Finding(asked.goal(), asked.value(), examples, hits, answers);
    }

    /// A hair less, as long as no other example is said to be of the class by it.
    private double below(double threshold) {
        double next = Arrays.stream(at).filter(other -> other < threshold).max().orElse(0);
        double middle = next + (threshold - next) / 2;
        double less = Math.max(threshold * (1 - HAIR), middle);
        return less > next && less >= LEAST ? less : threshold;
    }
}

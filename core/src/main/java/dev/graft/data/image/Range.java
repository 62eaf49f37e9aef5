package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// The numbers from `low` to `high`, to draw one from.
public record Range(double low, double high) {
    public Range {
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("range: expected low <= high, found " + low + " and " + high);
        }
    }

    /// `-reach` to `reach`.
    public static Range around0(double reach) {
        return new Range(-reach, reach);
    }

    /// A number of the range, all equally likely.
    double draw(RandomGenerator random) {
        return low == high ? low : random.nextDouble(low, high);
    }

    /// A number of the range whose logarithm is equally likely: 1/2 as often as 2.
    double drawRatio(RandomGenerator random) {
        return Math.exp(new Range(Math.log(low), Math.log(high)).draw(random));
    }

    static double probability(String what, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(what + ": expected a probability from 0 to 1, found " + p);
        }
        return p;
    }

    static int side(String what, int pixels) {
        if (pixels < 1) {
            throw new IllegalArgumentException(what + ": expected a size of at least 1 pixel, found " + pixels);
        }
        return pixels;
    }
}

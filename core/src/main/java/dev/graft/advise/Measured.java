package dev.graft.advise;

import java.util.Locale;

/// A mean over examples and its standard error.
///
/// @param mean  over the examples
/// @param error how far the mean of so many examples is from the true one, usually
public record Measured(double mean, double error) {
    /// What is decided by: the simplest of what is this near to the best is taken, as Breiman and others do it in
    /// "Classification and Regression Trees" (1984).
    private static final double TO_DECIDE = 1;

    /// What is said by: 19 of 20 differences by chance alone are smaller.
    private static final double TO_SAY = 2;

    /// One answer that differs has a mean of just one error, but for how numbers are rounded.
    private static final double ROUNDING = 1 + 1e-9;

    /// @throws IllegalArgumentException if either is not a number, or the error below 0
    public Measured {
        if (!Double.isFinite(mean) || !(error >= 0) || Double.isInfinite(error)) {
            throw new IllegalArgumentException(
                    "measured: expected a mean and an error of at least 0, found " + mean + " and " + error);
        }
    }

    /// The mean of these values.
    ///
    /// @throws IllegalArgumentException if there are none
    public static Measured of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("measured: expected at least 1 value, found none");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double variance = values.length > 1 ? squares / (values.length - 1) : 0;
        return new Measured(mean, Math.sqrt(variance / values.length));
    }

    /// Whether a difference is larger than one standard error, which is enough to decide by.
    public boolean decides() {
        return mean > TO_DECIDE * error * ROUNDING && mean > 0;
    }

    /// Whether a difference is one, upwards or downwards, beyond what chance makes of so many examples.
    public boolean isCertain() {
        return Math.abs(mean) > TO_SAY * error * ROUNDING && mean != 0;
    }

    /// How much it may be more or less than the mean.
    double margin() {
        return TO_SAY * error;
    }

    /// `0.912 ± 0.013`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f ± %.3f", mean, error);
    }

    /// `+0.021 ± 0.013`.
    public String signed() {
        return String.format(Locale.ROOT, "%+.3f ± %.3f", mean, error);
    }
}

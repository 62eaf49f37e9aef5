package dev.graft.task;

import java.util.regex.Pattern;

/// The number that epochs are compared by.
///
/// @param name           as in the metrics: `accuracy`, `r2`, …; of one class, `f1:crack`
/// @param shown          as in the line of an epoch: `Acc`, `R2`, …
/// @param higherIsBetter whether more of it is better
/// @param lossDecides    whether it is only shown, and the best epoch is the one with the lowest validation loss
public record Score(String name, String shown, boolean higherIsBetter, boolean lossDecides) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_]{1,40}(:.+)?", Pattern.DOTALL);

    public Score {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "score: expected a name of letters, digits and _, at most 40, found '" + name + "'");
        }
    }

    /// The best epoch has most of it.
    public static Score higher(String name) {
        return new Score(name, name, true, false);
    }

    /// The best epoch has least of it.
    public static Score lower(String name) {
        return new Score(name, name, false, false);
    }

    /// How well one class is told from the others: the best epoch has most of it.
    static Score ofClass(String name, String label) {
        return higher(name + ":" + label);
    }

    /// As it is shown in the line of an epoch.
    public Score withShown(String value) {
        return new Score(name, value, higherIsBetter, lossDecides);
    }

    /// Shown only: the best epoch is the one with the lowest validation loss.
    public Score withLossDeciding() {
        return new Score(name, shown, higherIsBetter, true);
    }

    /// What the best epoch is chosen by.
    public String decides() {
        return lossDecides ? "loss" : name;
    }

    /// How good an epoch is: more is better, whatever the score.
    ///
    /// @param value of the score over the validation examples
    /// @param loss  mean over the validation examples
    public double quality(double value, double loss) {
        return lossDecides ? -loss : higherIsBetter ? value : -value;
    }

    /// A value that can be compared.
    ///
    /// @throws IllegalArgumentException if it is not a number, or infinite: no epoch would ever be better
    public double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("score " + name + ": expected a number that is finite, found " + value);
        }
        return value;
    }

    /// Whether a value is as good as another, or better.
    public boolean reaches(double value, double other) {
        return higherIsBetter ? value >= other : value <= other;
    }
}

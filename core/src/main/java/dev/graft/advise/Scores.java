package dev.graft.advise;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// What was scored of each example by something that had not learned from it: 1 for a right answer and 0 for a wrong
/// one, or for numbers 1 less the squared error over the variance, whose mean is R². The same examples in the same
/// order make differences exact: what is hard for both does not count as doubt.
///
/// @param each    of the examples, in their order
/// @param counted whether each is 0 or 1, so that the mean is a share
@SuppressWarnings("ArrayRecordComponent") // numbers of one's own; never compared
public record Scores(double[] each, boolean counted) {
    /// @throws IllegalArgumentException if there are none
    public Scores {
        if (each.length == 0) {
            throw new IllegalArgumentException("scores: expected at least 1 example, found none");
        }
        each = each.clone();
    }

    /// Of right and wrong answers.
    public Scores(double[] each) {
        this(each, true);
    }

    /// So many right answers, then so many wrong ones.
    public static Scores of(int right, int wrong) {
        double[] each = new double[right + wrong];
        Arrays.fill(each, 0, right, 1);
        return new Scores(each);
    }

    /// How good it is. The error of a share is that of two more right and two more wrong answers (Agresti and Coull,
    /// 1998): four right answers of four do not make a certainty.
    @JsonValue
    public Measured measured() {
        if (!counted) {
            return Measured.of(each);
        }
        double right = Arrays.stream(each).sum();
        double share = (right + 2) / (each.length + 4);
        return new Measured(right / each.length, Math.sqrt(share * (1 - share) / (each.length + 4)));
    }

    /// How much better it is than others are on the same examples.
    ///
    /// @throws IllegalArgumentException if there are not as many
    public Measured over(Scores others) {
        if (others.each.length != each.length) {
            throw new IllegalArgumentException(
                    "scores: expected those of the same " + each.length + " examples, found " + others.each.length);
        }
        double[] differences = new double[each.length];
        for (int i = 0; i < each.length; i++) {
            differences[i] = each[i] - others.each[i];
        }
        return Measured.of(differences);
    }
}

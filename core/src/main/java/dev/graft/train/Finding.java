package dev.graft.train;

import java.util.List;

/// Something to know of a result that is not good, or that cannot be relied on.
///
/// @param kind    what it is, for programs
/// @param says    what was found, in one line with its numbers
/// @param next    what to try next, in words
/// @param options the same as options of `graft train`, for the training to be run again with; none where no option
///     does it
public record Finding(Kind kind, String says, String next, List<String> options) {
    /// What may be found.
    public enum Kind {
        /// Always giving the same answer would do as well.
        NOT_BETTER_THAN_CONSTANT,
        /// Better than always giving the same answer, but by no more than chance explains.
        MAY_BE_CHANCE,
        /// Rare classes are answered much worse than frequent ones.
        RARE_CLASSES_MISSED,
        /// Too few examples to judge by.
        TOO_FEW_TO_JUDGE,
        /// The best epoch is the last, and the loss was still falling.
        STILL_LEARNING,
        /// The best epoch is the first, and all that came after it made it worse.
        WORSE_AFTER_FIRST,
        /// Much better on the examples that it learned from than on others.
        LEARNED_BY_HEART
    }

    public Finding {
        options = List.copyOf(options);
    }
}

package dev.graft.advise;

/// Something about data that wants to be looked at before a model learns from them.
///
/// @param kind  what it is, for programs
/// @param count examples it is about; classes where it is about those
/// @param says  what was found, in one line with its numbers
/// @param next  what to do next, in words
public record Concern(Kind kind, int count, String says, String next) {
    /// What may be found, the worst first.
    public enum Kind {
        /// Examples that are learned from are, nearly the same, also among those that are judged by.
        LEAKAGE,
        /// Examples that are nearly the same have different labels.
        CONFLICT,
        /// Labels that are probably wrong.
        WRONG_LABELS,
        /// Files that cannot be read.
        UNREADABLE,
        /// There is nothing to be seen or read in them.
        BLANK,
        /// Classes with too few examples to learn or to judge.
        FEW,
        /// One class has many times as many examples as another.
        UNEVEN,
        /// Names of files that look like groups, which are not kept together.
        GROUPS,
        /// Texts that are longer than the model reads.
        CUT,
        /// Examples that are nearly the same, with the same label and in the same part.
        REPEATED,
        /// Examples that are unlike all others of their class.
        OUTLIERS
    }
}

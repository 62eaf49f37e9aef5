package dev.graft.advise;

import dev.graft.model.Similarity;

/// How like the examples are what a model learned from.
///
/// @param level what is decided by
/// @param why   the numbers behind it, as a sentence without its full stop
public record Likeness(Level level, String why) {
    /// What the document's table knows, and not knowing.
    public enum Level {
        ALIKE("alike"),
        BETWEEN("between"),
        DIFFERENT("different"),
        UNKNOWN("unknown");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// What is in doubt is taken for alike: the cheaper way is tried first.
        boolean isDifferent() {
            return this == DIFFERENT;
        }
    }

    /// As it was measured.
    static Likeness of(Similarity measured) {
        Level level = switch (measured.level()) {
            case ALIKE -> Level.ALIKE;
            case BETWEEN -> Level.BETWEEN;
            case DIFFERENT -> Level.DIFFERENT;
        };
        return new Likeness(level, measured.says());
    }

    /// Where nothing was measured.
    public static final Likeness UNKNOWN = new Likeness(Level.UNKNOWN, "not measured");
}

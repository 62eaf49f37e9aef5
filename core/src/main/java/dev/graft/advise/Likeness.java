package dev.graft.advise;

/// How like the examples are what a model learned from.
///
/// @param level what is decided by
/// @param why   the numbers behind it, as a sentence without its full stop
public record Likeness(Level level, String why) {
    /// What the document's table knows, and not knowing.
    public enum Level {
        ALIKE("alike"),
        DIFFERENT("different"),
        UNKNOWN("unknown");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// Taken for alike where nothing is known, as the table's first line does.
        boolean isDifferent() {
            return this == DIFFERENT;
        }
    }

    /// Where nothing was measured.
    public static final Likeness UNKNOWN = new Likeness(Level.UNKNOWN, "not measured");
}

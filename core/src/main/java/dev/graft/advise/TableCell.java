package dev.graft.advise;

import dev.graft.data.Kind;
import dev.graft.data.Wording;
import java.util.Locale;

/// Where data stand in the table that is usually drawn of transfer learning: how many there are, and how like they are
/// to what the model knows. It is what is believed before anything is measured.
///
/// @param size     of the data
/// @param likeness to what the model knows
public record TableCell(Size size, Likeness.Level likeness) {
    private static final int FEW = 1_000;
    private static final int MANY = 5_000;

    /// How many examples there are to learn from.
    public enum Size {
        SMALL,
        BETWEEN,
        LARGE;

        static Size of(int examples) {
            return examples < FEW ? SMALL : examples < MANY ? BETWEEN : LARGE;
        }

        private String says() {
            return switch (this) {
                case SMALL -> "below " + Wording.number(FEW);
                case BETWEEN -> Wording.number(FEW) + " to " + Wording.number(MANY);
                case LARGE -> Wording.number(MANY) + " or more";
            };
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static TableCell of(int examples, Likeness.Level likeness) {
        return new TableCell(Size.of(examples), likeness);
    }

    /// What the table says is to be done.
    public Step step() {
        return switch (size) {
            case SMALL -> Step.FEATURES;
            case BETWEEN -> likeness.isDifferent() ? Step.GRADUAL : Step.LAST_STAGES;
            case LARGE -> likeness.isDifferent() ? Step.GRADUAL : Step.EVERYTHING;
        };
    }

    /// The cell, the numbers behind it and what it says, as a sentence without its full stop.
    ///
    /// @param examples to learn from
    String says(Kind kind, int examples, Likeness found) {
        return "%s (%s), %s: %s".formatted(Wording.count(examples, kind.noun()), size.says(), alike(found), advises());
    }

    private static String alike(Likeness found) {
        return switch (found.level()) {
            case ALIKE -> "like what the model knows (" + found.why() + ")";
            case BETWEEN ->
                "neither like what the model knows nor different, and taken for alike (" + found.why() + ")";
            case DIFFERENT -> "different from what the model knows (" + found.why() + ")";
            case UNKNOWN ->
                "how like what the model knows they are is not known (" + found.why() + ") and taken for alike";
        };
    }

    private String advises() {
        return switch (step()) {
            case FEATURES ->
                likeness.isDifferent()
                        ? "features, which is hard here: more data are what helps most"
                        : "features, with which there is little to learn by heart";
            case LAST_STAGES -> "features, and the last stage where they are not enough";
            case EVERYTHING -> "everything, with rates by depth";
            case GRADUAL -> "gradual unfreezing with strong augmentation, for the first stages have to learn too";
        };
    }
}

package dev.graft.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What is measured: a row of the table.
enum Row {
    FEATURE_EXTRACTION(
            "feature-extraction", Unit.SECONDS, "a new head on a frozen MobileNetV2, from start to best model saved"),
    FEATURE_EXTRACTION_LIGHT("feature-extraction-light", Unit.SECONDS, "the same with light augmentation"),
    LAST_STAGE("last-stage", Unit.SECONDS, "layer4 and head of a ResNet-18, from start to best model saved"),
    FULL("full", Unit.SECONDS_A_STEP, "training step of a whole ResNet-18, 32 images of 224 pixels"),
    PREDICT_FOLDER("predict-folder", Unit.SECONDS, "MobileNetV2 over a folder of JPEG photos, decoding included"),
    PREDICT_ONE("predict-one", Unit.SECONDS, "one photo with MobileNetV2, from a cold start"),
    MEMORY("memory", Unit.MEBIBYTES, "peak memory of feature-extraction"),
    TEXT("text", Unit.SECONDS, "a whole BERT-base on film reviews, one epoch, from start to model saved"),
    TEXT_FROZEN("text-frozen", Unit.SECONDS, "a new head on a frozen BERT-base, 5 epochs"),
    TEXT_STEP("text-step", Unit.SECONDS_A_STEP, "training step of a whole BERT-base, 16 texts of 128 tokens");

    /// What a row's figures are in; less is better in all of them.
    enum Unit {
        /// Wall time of the process, or what it tells beforehand, under `estimated_seconds`.
        SECONDS("s"),
        /// What the process says of itself, under `seconds_per_step`.
        SECONDS_A_STEP("s/step"),
        /// Peak of the process and its children.
        MEBIBYTES("MiB");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    static final String ESTIMATED_SECONDS = "estimated_seconds";

    private final String id;
    private final Unit unit;
    private final String what;

    Row(String id, Unit unit, String what) {
        this.id = id;
        this.unit = unit;
        this.what = what;
    }

    /// How it is called on the command line.
    String id() {
        return id;
    }

    Unit unit() {
        return unit;
    }

    /// One line for people.
    String what() {
        return what;
    }

    /// @throws IllegalArgumentException if there is none of that name
    static Row of(String id) {
        return Arrays.stream(values())
                .filter(row -> row.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a row of " + ids() + ", found " + id));
    }

    static String ids() {
        return Arrays.stream(values()).map(Row::id).collect(Collectors.joining(", "));
    }

    /// The row's figure for one run.
    ///
    /// @throws IllegalArgumentException if the program did not say what is asked for here
    double value(Outcome outcome) {
        return switch (unit) {
            case SECONDS ->
                outcome.told().has(ESTIMATED_SECONDS) ? outcome.told().number(ESTIMATED_SECONDS) : outcome.seconds();
            case SECONDS_A_STEP -> outcome.told().number("seconds_per_step");
            case MEBIBYTES -> outcome.peakBytes() / (double) (1 << 20);
        };
    }

    /// Whether it works on texts.
    boolean isOfTexts() {
        return this == TEXT || this == TEXT_FROZEN || this == TEXT_STEP;
    }

    boolean watchesMemory() {
        return unit == Unit.MEBIBYTES;
    }
}

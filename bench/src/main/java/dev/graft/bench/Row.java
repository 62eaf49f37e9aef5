package dev.graft.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What is measured: a row of the table.
enum Row {
    FEATURE_EXTRACTION(
            "feature-extraction",
            Unit.SECONDS,
            SameNetwork.MOBILENET_V2,
            "a new head on a frozen MobileNetV2, from start to best model saved"),
    FEATURE_EXTRACTION_LIGHT(
            "feature-extraction-light", Unit.SECONDS, SameNetwork.MOBILENET_V2, "the same with light augmentation"),
    LAST_STAGE(
            "last-stage",
            Unit.SECONDS,
            SameNetwork.RESNET18,
            "layer4 and head of a ResNet-18, from start to best model saved"),
    FULL(
            "full",
            Unit.SECONDS_A_STEP,
            SameNetwork.RESNET18,
            "training step of a whole ResNet-18, 32 images of 224 pixels"),
    FULL_BF16("full-bf16", Unit.SECONDS_A_STEP, SameNetwork.RESNET18, "the same in bfloat16"),
    MOBILENET_STEP(
            "mobilenet-step",
            Unit.SECONDS_A_STEP,
            SameNetwork.MOBILENET_V2,
            "training step of a whole MobileNetV2, 32 images of 224 pixels"),
    MOBILENET_STEP_BF16("mobilenet-step-bf16", Unit.SECONDS_A_STEP, SameNetwork.MOBILENET_V2, "the same in bfloat16"),
    PREDICT_FOLDER(
            "predict-folder",
            Unit.SECONDS,
            SameNetwork.MOBILENET_V2,
            "MobileNetV2 over a folder of JPEG images, decoding included"),
    PREDICT_ONE("predict-one", Unit.SECONDS, SameNetwork.MOBILENET_V2, "one image with MobileNetV2, from a cold start"),
    PREDICT_WARM(
            "predict-warm",
            Unit.MILLISECONDS,
            SameNetwork.MOBILENET_V2,
            "one photo with a MobileNetV2 that is warm, decoding included"),
    MEMORY("memory", Unit.MEBIBYTES, SameNetwork.MOBILENET_V2, "peak memory of feature-extraction"),
    TEXT(
            "text",
            Unit.SECONDS,
            SameNetwork.BERT_BASE,
            "a whole BERT-base on film reviews, one epoch, from start to model saved"),
    TEXT_FROZEN("text-frozen", Unit.SECONDS, SameNetwork.BERT_BASE, "a new head on a frozen BERT-base, 5 epochs"),
    TEXT_STEP(
            "text-step",
            Unit.SECONDS_A_STEP,
            SameNetwork.BERT_BASE,
            "training step of a whole BERT-base, 16 texts of 128 tokens"),
    TEXT_STEP_BF16("text-step-bf16", Unit.SECONDS_A_STEP, SameNetwork.BERT_BASE, "the same in bfloat16"),
    TEXT_SMALL(
            "text-small", Unit.SECONDS, SameNetwork.BERT_BASE, "graft-nano-ko on film reviews, one epoch; Graft alone");

    /// What a row's figures are in; less is better in all of them.
    enum Unit {
        /// Wall time of the process, or what it tells beforehand, under `estimated_seconds`.
        SECONDS("s"),
        /// What the process says of itself, under `seconds_per_step`.
        SECONDS_A_STEP("s/step"),
        /// What the process says of itself, under `milliseconds`.
        MILLISECONDS("ms"),
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
    private final SameNetwork network;
    private final String what;

    Row(String id, Unit unit, SameNetwork network, String what) {
        this.id = id;
        this.unit = unit;
        this.network = network;
        this.what = what;
    }

    /// How it is called on the command line.
    String id() {
        return id;
    }

    SameNetwork network() {
        return network;
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
            case MILLISECONDS -> outcome.told().number("milliseconds");
            case MEBIBYTES -> outcome.peakBytes() / (double) (1 << 20);
        };
    }

    /// Whether it works on texts.
    boolean isOfTexts() {
        return network.isOfTexts();
    }

    /// Whether it computes in bfloat16, for which the processor needs instructions.
    boolean isBfloat16() {
        return switch (this) {
            case FULL_BF16, MOBILENET_STEP_BF16, TEXT_STEP_BF16 -> true;
            case FEATURE_EXTRACTION,
                    FEATURE_EXTRACTION_LIGHT,
                    LAST_STAGE,
                    FULL,
                    MOBILENET_STEP,
                    PREDICT_FOLDER,
                    PREDICT_ONE,
                    PREDICT_WARM,
                    MEMORY,
                    TEXT,
                    TEXT_FROZEN,
                    TEXT_STEP,
                    TEXT_SMALL -> false;
        };
    }

    boolean isStep() {
        return unit == Unit.SECONDS_A_STEP;
    }

    /// Whether it is a program that prints a line for each photo.
    boolean isPrediction() {
        return this == PREDICT_FOLDER || this == PREDICT_ONE;
    }

    /// Whether it is measured inside a program, which says what it found.
    boolean isTold() {
        return isStep() || unit == Unit.MILLISECONDS;
    }

    /// Whether it is a training from its start to its end.
    boolean isTraining() {
        return !isTold() && !isPrediction();
    }

    boolean watchesMemory() {
        return unit == Unit.MEBIBYTES;
    }
}

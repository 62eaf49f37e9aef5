package dev.graft.bench.kill;

import dev.graft.data.Augmentation;
import dev.graft.job.AdaptationOptions;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingOptions.Data;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.method.TuningOptions;
import dev.graft.model.TextModels;
import dev.graft.nn.Lora;
import dev.graft.train.Averaging;
import dev.graft.train.Recipe;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.BatchNorms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Kinds of trainings that are killed, each small enough for a few seconds.
enum Kind {
    /// The head alone, of images.
    HEAD,
    /// Everything, of images.
    FULL,
    /// The head first, then more.
    PHASES,
    /// Adapters, which have a folder of their own.
    LORA,
    /// Everything, and the average of the weights on the way.
    EMA,
    /// Everything, and the mean of the weights after the last epochs.
    SWA,
    /// What frozen stages made is kept in files of the run.
    CACHE,
    /// What frozen stages made is rounded to half precision.
    FP16,
    /// A classifier of texts.
    TEXTS,
    /// A text model that goes on learning.
    ADAPT,
    /// A new text model.
    NEW;

    private static final int SIZE = 32;
    private static final int BATCH = 8;
    private static final int LENGTH = 16;
    private static final int EPOCHS = 3;
    private static final double RATE = 1e-3;

    static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--kinds: expected some of "
                        + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(",")) + ", found '"
                        + word + "'"));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it learns from texts without labels.
    boolean adapts() {
        return this == ADAPT || this == NEW;
    }

    TrainingOptions training(Inputs inputs) {
        return new TrainingOptions(data(inputs), network(), tuning(), recipe(), reuse(), 1, "cpu", null, null);
    }

    private Data data(Inputs inputs) {
        boolean texts = this == TEXTS;
        return new Data(
                (texts ? inputs.reviews() : inputs.photos()).toString(),
                0.2,
                0,
                false,
                false,
                reuse().keep() || reuse().half() ? Augmentation.NONE : Augmentation.LIGHT,
                0,
                false,
                BATCH,
                1,
                texts ? new TrainingOptions.Texts("auto", "auto", List.of(), "", "auto", LENGTH, true, false) : null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private NetworkOptions network() {
        return this == TEXTS
                ? new NetworkOptions(TextModels.EMBEDDED, "pretrained", 0, 3, null, 0, null, null, null)
                : new NetworkOptions("graft-nano", "pretrained", SIZE, 3, null, 0, adapters(), null, null);
    }

    private @Nullable Lora adapters() {
        return this == LORA ? Lora.of(2).withDropout(0.1) : null;
    }

    private TuningOptions tuning() {
        return new TuningOptions(
                null,
                strategy(),
                "auto",
                EPOCHS,
                0,
                "auto",
                RATE,
                RATE / 10,
                0.75,
                null,
                true,
                "auto",
                "auto",
                0,
                BatchNorms.AS_IS);
    }

    private String strategy() {
        return switch (this) {
            case FULL, EMA, SWA, TEXTS -> "full";
            case PHASES -> "fine-tune";
            case LORA -> "lora";
            default -> "feature-extraction";
        };
    }

    private Recipe recipe() {
        return switch (this) {
            case EMA -> Recipe.DEFAULT.withAveraging(new Averaging.Ema(0.9, true));
            case SWA -> Recipe.DEFAULT.withAveraging(new Averaging.Swa(1));
            default -> Recipe.DEFAULT;
        };
    }

    private ReuseSettings reuse() {
        return switch (this) {
            case CACHE -> ReuseSettings.DEFAULT.withKeep(true).withMemoryBytes(0);
            case FP16 -> ReuseSettings.DEFAULT.withHalf(true).withKeep(true).withMemoryBytes(0);
            default -> ReuseSettings.DEFAULT;
        };
    }

    AdaptationOptions adaptation(Inputs inputs) {
        boolean fresh = this == NEW;
        return new AdaptationOptions(
                fresh ? null : TextModels.EMBEDDED,
                fresh ? new AdaptationOptions.Fresh(200, 1, SIZE, 1, 2 * SIZE, false) : null,
                inputs.reviews().resolve("train.tsv").toString(),
                "text",
                0.2,
                LENGTH,
                0.15,
                true,
                null,
                BATCH,
                2,
                1,
                RATE,
                0.01,
                0.06,
                recipe(),
                1,
                "cpu");
    }
}

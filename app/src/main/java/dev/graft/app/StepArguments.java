package dev.graft.app;

import dev.graft.train.Averaging;
import dev.graft.train.Mixing;
import dev.graft.train.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options about how each step is taken where examples have labels.
final class StepArguments {
    @Mixin
    private EngineArguments engine = new EngineArguments();

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0",
            description =
                    "Share of each label that is spread over all classes (label smoothing). Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description = "Stop after this many epochs without improvement; 0 for never. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Keep an exponential moving average of the weights, with this decay (such as 0.999), and"
                    + " make it the model.")
    private @Nullable Double ema;

    @Option(
            names = "--ema-warmup",
            description = "Start with a lower decay that grows to that of --ema, for short trainings.")
    private boolean emaWarmUp;

    @Option(
            names = "--swa",
            paramLabel = "EPOCHS",
            description = "After this many epochs, start to average the weights of all further epochs equally, and"
                    + " make the average the model.")
    private @Nullable Integer swa;

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            defaultValue = "0",
            description =
                    "For images: blend images and labels in pairs (mixup); usual: 0.2. Default: ${DEFAULT-VALUE}, off.")
    private double mixup;

    @Option(
            names = "--cutmix",
            paramLabel = "ALPHA",
            defaultValue = "0",
            description = "For images: paste a part of one image into another (CutMix); usual: 1. Default:"
                    + " ${DEFAULT-VALUE}, off.")
    private double cutmix;

    Recipe recipe(boolean forTexts) {
        if (forTexts && (mixup > 0 || cutmix > 0)) {
            throw new IllegalArgumentException("--mixup and --cutmix are for images, but --model is a text model");
        }
        return engine.recipe()
                .withLabelSmoothing(labelSmoothing)
                .withPatience(patience)
                .withAveraging(averaging())
                .withMixing(new Mixing(mixup, cutmix));
    }

    private Averaging averaging() {
        if (ema != null && swa != null) {
            throw new IllegalArgumentException("--ema and --swa are two ways to average the weights; use only one");
        }
        if (emaWarmUp && ema == null) {
            throw new IllegalArgumentException("--ema-warmup: needs --ema DECAY");
        }
        return ema != null ? new Averaging.Ema(ema, emaWarmUp) : swa != null ? new Averaging.Swa(swa) : Averaging.NONE;
    }

    EngineArguments engine() {
        return engine;
    }
}

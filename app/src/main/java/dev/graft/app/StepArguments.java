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
            description = "Share of each label that is spread over all classes. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description = "Stop after so many epochs without improvement; 0 for never. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Keep an exponential moving average of the weights, such as 0.999, and make it the model.")
    private @Nullable Double ema;

    @Option(names = "--ema-warmup", description = "Let the decay of --ema grow to it, for short trainings.")
    private boolean emaWarmUp;

    @Option(
            names = "--swa",
            paramLabel = "EPOCHS",
            description = "After so many epochs, make the equal average of the weights after each epoch the model.")
    private @Nullable Integer swa;

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            defaultValue = "0",
            description = "Blend images and labels in pairs; usual: 0.2. Default: ${DEFAULT-VALUE}, off.")
    private double mixup;

    @Option(
            names = "--cutmix",
            paramLabel = "ALPHA",
            defaultValue = "0",
            description = "Paste a part of one image into another; usual: 1. Default: ${DEFAULT-VALUE}, off.")
    private double cutmix;

    Recipe recipe(boolean forTexts) {
        if (forTexts && (mixup > 0 || cutmix > 0)) {
            throw new IllegalArgumentException("--mixup and --cutmix blend images, and --model is a text model");
        }
        return engine.recipe(forTexts)
                .withLabelSmoothing(labelSmoothing)
                .withPatience(patience)
                .withAveraging(averaging())
                .withMixing(new Mixing(mixup, cutmix));
    }

    private Averaging averaging() {
        if (ema != null && swa != null) {
            throw new IllegalArgumentException("--ema and --swa are two ways to average; leave one away");
        }
        if (emaWarmUp && ema == null) {
            throw new IllegalArgumentException("--ema-warmup goes with --ema DECAY");
        }
        return ema != null ? new Averaging.Ema(ema, emaWarmUp) : swa != null ? new Averaging.Swa(swa) : Averaging.NONE;
    }

    EngineArguments engine() {
        return engine;
    }
}

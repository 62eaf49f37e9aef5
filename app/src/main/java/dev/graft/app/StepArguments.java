package dev.graft.app;

import dev.graft.torch.Threads;
import dev.graft.train.Averaging;
import dev.graft.train.Mixing;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about how each step is taken, and by what.
final class StepArguments {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Decides everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches for one optimizer step. Default: ${DEFAULT-VALUE}.")
    private int accumulation;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Greatest norm of the gradients; 0 for none. Default: 0; 1 for texts.")
    private @Nullable Double clip;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            converter = NumberConverters.Share.class,
            defaultValue = "0",
            description = "Share of each label that is spread over all classes. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing;

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            description = "fp32, bf16, or fp16 (GPU only). Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description = "Stop after so many epochs without improvement; 0 for never. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute. Default: one a core.")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto. Default: ${DEFAULT-VALUE}.")
    private String device = "";

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
        return Recipe.DEFAULT
                .withSeed(seed)
                .withAccumulation(accumulation)
                .withClip(clip != null ? clip : forTexts ? 1 : 0)
                .withLabelSmoothing(labelSmoothing)
                .withPrecision(precision)
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

    int threads() {
        return threads != null ? threads : Threads.available();
    }

    String device() {
        return device;
    }
}

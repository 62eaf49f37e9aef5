package dev.graft.app;

import dev.graft.torch.Threads;
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
            defaultValue = "0",
            description = "Greatest norm of the gradients; 0 for none. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
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

    Recipe recipe() {
        return Recipe.DEFAULT
                .withSeed(seed)
                .withAccumulation(accumulation)
                .withClip(clip)
                .withLabelSmoothing(labelSmoothing)
                .withPrecision(precision)
                .withPatience(patience);
    }

    int threads() {
        return threads != null ? threads : Threads.available();
    }

    String device() {
        return device;
    }
}

package dev.graft.app;

import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options about how steps are computed, the same for labelled examples and for texts without labels.
final class EngineArguments {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of all random choices. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of batches per optimizer step (gradient accumulation). Default: ${DEFAULT-VALUE}.")
    private int accumulation;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Clip gradients to this norm; 0 for no clipping. Default: 0; 1 for texts.")
    private @Nullable Double clip;

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            description = "Precision of the training: fp32, bf16, or fp16 (GPU only). Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Mixin
    private ComputeArguments compute = new ComputeArguments();

    /// What these say of a recipe; everything else is as usual.
    Recipe recipe() {
        Recipe recipe =
                Recipe.DEFAULT.withSeed(seed).withAccumulation(accumulation).withPrecision(precision);
        return clip == null ? recipe : recipe.withClip(clip);
    }

    int threads() {
        return compute.threads();
    }

    String device() {
        return compute.device();
    }
}

package dev.graft.app;

import dev.graft.TrainingOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/// All options that say how a model is trained, the same for every command that trains or plans to.
final class TrainingArguments {
    @Mixin
    private NetworkArguments network = new NetworkArguments();

    @Mixin
    private TuningArguments tuning = new TuningArguments();

    @Mixin
    private DataArguments data = new DataArguments();

    @Mixin
    private StepArguments steps = new StepArguments();

    @Mixin
    private CacheArguments cache = new CacheArguments();

    TrainingOptions options(Path path) {
        return new TrainingOptions(
                data.options(path),
                network.options(tuning.trainsAdapters(), tuning.isPlanned()),
                tuning.options(network.fromScratch()),
                steps.recipe(),
                cache.settings(),
                steps.threads(),
                steps.device());
    }
}

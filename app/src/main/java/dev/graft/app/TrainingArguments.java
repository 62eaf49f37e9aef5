package dev.graft.app;

import dev.graft.ImageClassifier;
import dev.graft.InitialWeights;
import dev.graft.TrainingOptions;
import dev.graft.torch.Device;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/// All options that say how a model is trained, the same for every command that trains or plans to.
final class TrainingArguments {
    private static final List<String> TWO_CLASSES = List.of("one", "other");

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

    /// @param hub where weights come from; a plan file is tried on a network without any
    TrainingOptions options(Path path, Hub hub) {
        TrainingOptions options = new TrainingOptions(
                data.options(path),
                network.options(tuning.trainsAdapters(), tuning.isPlanned()),
                tuning.options(network.fromScratch()),
                steps.recipe(),
                cache.settings(),
                steps.threads(),
                steps.device());
        if (tuning.isPlanned()) {
            try (ImageClassifier model = ImageClassifier.start(
                    options.modelChoice().withWeights(InitialWeights.none()), TWO_CLASSES, Device.CPU, hub)) {
                tuning.requireFits(options.tuning(), model.outline());
            }
        }
        return options;
    }
}

package dev.graft.app;

import dev.graft.Models;
import dev.graft.data.Task;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.model.InitialWeights;
import dev.graft.model.ModelKind;
import dev.graft.model.TunableModel;
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
    private TableArguments table = new TableArguments();

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private PartArguments parts = new PartArguments();

    @Mixin
    private TextArguments texts = new TextArguments();

    @Mixin
    private StepArguments steps = new StepArguments();

    @Mixin
    private AimArguments aim = new AimArguments();

    @Mixin
    private CacheArguments cache = new CacheArguments();

    /// @param hub where models are found, and weights come from; a plan file is tried on a network without any
    TrainingRequest request(Path path, Hub hub) {
        if (tuning.isRace()) {
            throw new IllegalArgumentException("--strategy " + TuningArguments.RACE
                    + ": tries several strategies with graft train; here name one of them");
        }
        TrainingRequest request = asked(path, hub);
        request.method().ifPresent(method -> {
            network.requireAdapters(method);
            tuning.requireTaken(method);
        });
        TrainingOptions options = request.options();
        if (tuning.isPlanned()) {
            try (TunableModel model = untrained(options, hub)) {
                tuning.requireFits(options.tuning(), model.outline());
            }
        }
        return request;
    }

    /// What is asked of every training, whatever its method.
    TrainingRequest asked(Path path, Hub hub) {
        network.choose(path, hub);
        boolean forTexts = network.isForTexts();
        if (!forTexts) {
            texts.requireAbsent();
        }
        return new TrainingRequest(
                forTexts
                        ? data.texts(path, texts.options(table), parts.options(), files)
                        : data.images(path, table, parts.options(), files),
                network.options(texts.pooling()),
                data.asked(tuning.asked()),
                steps.recipe(forTexts),
                cache.settings(),
                steps.engine().threads(),
                steps.engine().device(),
                aim.aim());
    }

    /// Whether several methods run, and the best is trained.
    boolean isRace() {
        return tuning.isRace();
    }

    private static TunableModel untrained(TrainingOptions options, Hub hub) {
        return Models.start(
                ModelKind.of(options.kind()),
                options.modelChoice().withWeights(InitialWeights.none()),
                Task.SINGLE_LABEL_CLASSIFICATION,
                TWO_CLASSES,
                Device.CPU,
                hub);
    }
}

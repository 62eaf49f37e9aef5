package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.job.Aim;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Source;
import dev.graft.train.reuse.ReuseSettings;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/// All options about labelled examples and what computes, the same as for training, where it is not said yet how a
/// model is trained.
final class ExampleArguments {
    private static final String TO_BE_CHOSEN = "none";

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
    private EngineArguments engine = new EngineArguments();

    /// For a model that is to be chosen.
    ///
    /// @param kind of examples that it will take
    TrainingRequest request(Path path, Kind kind) {
        boolean forTexts = kind == Kind.TEXT;
        if (!forTexts) {
            texts.requireAbsent();
        }
        NetworkOptions network = NetworkOptions.of(TO_BE_CHOSEN);
        return new TrainingRequest(
                forTexts
                        ? data.texts(path, texts.options(table), parts.options(), files)
                        : data.images(path, table, parts.options(), files),
                forTexts ? network.withPooling(texts.pooling()) : network,
                data.asked(Source.GIVEN),
                engine.recipe(),
                ReuseSettings.DEFAULT,
                engine.threads(),
                engine.device(),
                Aim.USUAL);
    }

    int threads() {
        return engine.threads();
    }
}

package dev.graft.job;

import dev.graft.data.Corrections;
import dev.graft.data.DataException;
import dev.graft.data.FilePatterns;
import dev.graft.data.ImageOptions.Table;
import dev.graft.data.Kind;
import dev.graft.data.ValueRange;
import dev.graft.data.text.TextOptions;
import dev.graft.data.text.TextSample;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.job.TrainingOptions.Parts;
import dev.graft.job.TrainingOptions.Texts;
import dev.graft.method.Choice;
import dev.graft.method.DataFacts;
import dev.graft.method.Method;
import dev.graft.method.ModelFacts;
import dev.graft.method.Setting;
import dev.graft.method.Source;
import dev.graft.model.TextModels;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.weights.Embedded;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is asked of a training, with gaps where nothing is said. A [TrainingJob] fills them when it has seen data and
/// model; [#options()] does without, by what is usual for such examples. The command line and programs come to the same
/// options.
/// ```java
/// TrainingRequest request = TrainingRequest.images(Path.of("photos"))
///         .withNetwork(NetworkOptions.of("resnet18"))
///         .with(Choice.STRATEGY, "gradual")
///         .with(Choice.EPOCHS, 12);
/// ```
///
/// @param examples where they are, and how they are read
/// @param network  what it starts from; without adapters where nothing is said of them
/// @param asked    what has a default that depends on the method or the kind of examples
/// @param steps    how each step is taken; where it says nothing of clipping, there is a default
/// @param reuse    whether what frozen stages made is kept, and where
/// @param threads  threads that compute
/// @param device   `cpu`, `cuda`, `cuda:N` or `auto`
/// @param aim      what the training is judged by
public record TrainingRequest(
        Examples examples,
        NetworkOptions network,
        Source asked,
        Recipe steps,
        ReuseSettings reuse,
        int threads,
        String device,
        Aim aim) {
    private static final double VALIDATION_SHARE = 0.2;
    private static final String IMAGE_MODEL = Embedded.EFFICIENTNET_LITE0;
    private static final String ANY_DEVICE = "auto";

    /// Where examples are, and how they are read; see [TrainingOptions.Data].
    public record Examples(
            String path,
            double validationFraction,
            int perClass,
            boolean strict,
            boolean balanced,
            int views,
            boolean exactDecoding,
            int workers,
            @Nullable Texts texts,
            @Nullable Table table,
            @Nullable ValueRange range,
            @Nullable String task,
            Parts parts,
            @Nullable FilePatterns files,
            @Nullable Corrections corrections) {
        /// With labels changed, and examples left out.
        public Examples withCorrections(Corrections value) {
            return new Examples(
                    path,
                    validationFraction,
                    perClass,
                    strict,
                    balanced,
                    views,
                    exactDecoding,
                    workers,
                    texts,
                    table,
                    range,
                    task,
                    parts,
                    files,
                    value);
        }

        Kind kind() {
            return texts == null ? Kind.IMAGE : Kind.TEXT;
        }
    }

    /// Images as they are found, learned from by the model in the jar beside the library.
    ///
    /// @param data folder or table
    public static TrainingRequest images(Path data) {
        return of(data, IMAGE_MODEL, null, Table.DEFAULT, TextOptions.AUTO);
    }

    /// Texts as they are found.
    ///
    /// @param data  folder or table
    /// @param model folder or name of a text model
    public static TrainingRequest texts(Path data, String model) {
        return of(data, model, Texts.AUTO, null, null);
    }

    /// Texts as they are found, learned from by [TextModels#suiting], which is the embedded model if they
    /// are Korean.
    ///
    /// @param data folder or table
    /// @param hub  where models may be at hand
    /// @throws IllegalArgumentException if the texts are in another language; it says which models there are
    /// @throws DataException if there are no texts
    public static TrainingRequest texts(Path data, Hub hub) {
        TextSample texts = TextSample.of(data)
                .orElseThrow(() -> new DataException(data + ": expected a table of texts, or a folder of them"));
        return texts(data, TextModels.suiting(texts, data, hub));
    }

    private static TrainingRequest of(
            Path data, String model, @Nullable Texts texts, @Nullable Table table, @Nullable String task) {
        return new TrainingRequest(
                new Examples(
                        data.toString(),
                        VALIDATION_SHARE,
                        0,
                        false,
                        false,
                        0,
                        false,
                        Threads.available(),
                        texts,
                        table,
                        null,
                        task,
                        Parts.USUAL,
                        null,
                        null),
                NetworkOptions.of(model),
                Source.GIVEN,
                Recipe.DEFAULT,
                ReuseSettings.DEFAULT,
                Threads.available(),
                ANY_DEVICE,
                Aim.USUAL);
    }

    /// With something that is not left to its default.
    public <T> TrainingRequest with(Choice<T> choice, T value) {
        return new TrainingRequest(examples, network, asked.with(choice, value), steps, reuse, threads, device, aim);
    }

    public TrainingRequest withExamples(Examples value) {
        return new TrainingRequest(value, network, asked, steps, reuse, threads, device, aim);
    }

    /// With labels changed, and examples left out, before anything is learned.
    public TrainingRequest withCorrections(Corrections value) {
        return withExamples(examples.withCorrections(value));
    }

    public TrainingRequest withNetwork(NetworkOptions value) {
        return new TrainingRequest(examples, value, asked, steps, reuse, threads, device, aim);
    }

    public TrainingRequest withSteps(Recipe value) {
        return new TrainingRequest(examples, network, asked, value, reuse, threads, device, aim);
    }

    public TrainingRequest withReuse(ReuseSettings value) {
        return new TrainingRequest(examples, network, asked, steps, value, threads, device, aim);
    }

    public TrainingRequest withThreads(int value) {
        return new TrainingRequest(examples, network, asked, steps, reuse, value, device, aim);
    }

    public TrainingRequest withDevice(String value) {
        return new TrainingRequest(examples, network, asked, steps, reuse, threads, value, aim);
    }

    /// What the training is judged by.
    public TrainingRequest withAim(Aim value) {
        return new TrainingRequest(examples, network, asked, steps, reuse, threads, device, value);
    }

    /// What the examples are.
    public Kind kind() {
        return examples.kind();
    }

    private Setting setting() {
        return new Setting(kind(), network.isFromScratch());
    }

    /// The method that will be used; empty where a whole plan is given.
    ///
    /// @throws IllegalArgumentException if there is no method of the word that was given
    public Optional<Method> method() {
        return new Defaults(this, setting()).method();
    }

    /// With an answer to everything that was not said, and who gave it, before data and model are seen.
    ///
    /// @throws IllegalArgumentException if a number is out of range, or the method cannot be told what it is told
    public TrainingOptions options() {
        return new Defaults(this, setting()).options();
    }

    /// With an answer to everything that was not said, by what is known of data and model.
    ///
    /// @param model empty before there is one
    TrainingOptions options(DataFacts data, Optional<ModelFacts> model) {
        return new Defaults(this, new Setting(kind(), network.isFromScratch(), Optional.of(data), model)).options();
    }
}

package dev.graft.app;

import dev.graft.data.Splits;
import dev.graft.data.demo.FilmReviews;
import dev.graft.data.text.TextData;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.InitialWeights;
import dev.graft.model.TextClassifier;
import dev.graft.model.TextModelChoice;
import dev.graft.model.TextModels;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.Recipe;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// The demo on texts: the embedded encoder and a few film reviews, in three ways.
///
/// @param folder   of data and runs
/// @param perClass reviews of each class to learn from
/// @param epochs   of each way
/// @param seed     decides everything random
record TextDemo(DemoFolder folder, int perClass, int epochs, long seed, Hub hub, Output output) {
    private static final int BATCH = 16;
    private static final double CLIP = 1;

    /// One way to train.
    ///
    /// @param name    how the table calls it, and its folder
    /// @param plan    for a network and a number of epochs
    /// @param weights what it starts from
    private record Way(String name, BiFunction<NetworkOutline, Integer, Plan> plan, InitialWeights weights) {}

    private static final List<Way> WAYS = List.of(
            new Way(
                    "feature-extraction",
                    (network, epochs) -> Plans.featureExtraction(network, epochs, 2e-3),
                    InitialWeights.pretrained()),
            new Way(
                    "fine-tuning",
                    (network, epochs) -> Plans.huggingFace(network, epochs, 3e-4),
                    InitialWeights.pretrained()),
            new Way(
                    "from-scratch",
                    (network, epochs) -> Plans.huggingFace(network, epochs, 5e-4),
                    InitialWeights.none()));

    /// Runs all ways.
    ///
    /// @return the runs, that from scratch last
    List<Run> run() {
        output.say(
                "Writing film reviews: %,d good and %,d bad ones to learn from, %,d of each to validate with,"
                        + " in other words.",
                perClass, perClass, FilmReviews.VALIDATION);
        FilmReviews.write(folder.data(), perClass, seed);
        Splits<Text> data = TextData.open(folder.data());
        Path model = TextModels.folder(TextModels.EMBEDDED, hub);
        List<Run> runs = new ArrayList<>();
        for (Way way : WAYS) {
            output.say(
                    "%n%s (%s)",
                    way.name(), way.weights() instanceof InitialWeights.None ? "random weights" : TextModels.EMBEDDED);
            runs.add(train(way, model, data));
        }
        return runs;
    }

    private Run train(Way way, Path folderOfModel, Splits<Text> data) {
        TextModelChoice choice =
                TextModelChoice.of(folderOfModel).withWeights(way.weights()).withSeed(seed);
        try (TextClassifier model = TextClassifier.start(choice, data.task(), data.labels(), Device.CPU);
                TrainingProgress progress = new TrainingProgress(output)) {
            return FineTuning.of(model, data, way.plan().apply(model.outline(), epochs))
                    .withBatch(BATCH)
                    .withRecipe(Recipe.DEFAULT.withSeed(seed).withClip(CLIP))
                    .withListener(progress)
                    .run(folder.run(way.name()));
        }
    }
}

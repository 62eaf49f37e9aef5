package dev.graft;

import dev.graft.data.DataSummary;
import dev.graft.data.ImageData;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImagePipeline;
import dev.graft.data.Splits;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.train.RunReport;
import dev.graft.tune.Plan;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Options made into things: data read, model loaded, plan checked. Close it to free the model.
///
/// @param options    what was asked for
/// @param data       what the options name
/// @param model      with a head for the data's classes
/// @param plan       as the options say
/// @param fineTuning ready to be run
public record TrainingJob(TrainingOptions options, Splits data, ImageClassifier model, Plan plan, FineTuning fineTuning)
        implements AutoCloseable {

    /// Reads the data and loads the model. Sets the threads of the whole process.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static TrainingJob of(TrainingOptions options, Hub hub) {
        Threads.set(options.threads());
        Device device = Device.parse(options.device());
        rehearse(options, device, hub);
        Splits data = ImageData.open(Path.of(options.data().path()), options.imageOptions());
        ImageClassifier model = ImageClassifier.start(options.modelChoice(), data.classes(), device, hub);
        try {
            FineTuning job = fineTuning(options, model, data, options.data().balanced() ? balanced(data) : List.of());
            return new TrainingJob(options, data, model, job.plan(), job);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /// Looking at the data may take minutes: what can be wrong with the options and the weights is said before.
    private static void rehearse(TrainingOptions options, Device device, Hub hub) {
        options.imageOptions();
        List<String> classes = List.of("one", "other");
        ImageDataset none = new ImageDataset(List.of(), classes);
        Splits data = new Splits("rehearsal", none, none, Optional.empty(), false, classes, List.of(), List.of());
        try (ImageClassifier model = ImageClassifier.start(options.modelChoice(), classes, device, hub)) {
            fineTuning(options, model, data, List.of()).trainer();
        }
    }

    private static FineTuning fineTuning(
            TrainingOptions options, ImageClassifier model, Splits data, List<Double> classWeights) {
        return FineTuning.of(model, data, options.plan(model.outline()))
                .withRecipe(options.steps().withClassWeights(classWeights))
                .withBatch(options.data().batch())
                .withPipeline(ImagePipeline.training(
                                model.preprocessing(), options.data().augment())
                        .withExactDecoding(options.data().exactDecoding()))
                .withViews(options.data().views())
                .withReuse(options.reuse())
                .withWorkers(options.data().workers())
                .withOptions(RunJson.MAPPER.valueToTree(options));
    }

    /// The job of an interrupted run, from its `run.json`.
    ///
    /// @throws IllegalArgumentException if the folder holds no run, or one that was not started from options
    public static TrainingJob resumed(Path folder, Hub hub) {
        RunReport report = RunFolder.open(folder).readReport();
        TrainingOptions options = TrainingOptions.ofRun(folder)
                .orElseThrow(() ->
                        new IllegalArgumentException(folder + ": run.json has no recipe that options can be read from;"
                                + " a run started from a program is resumed by that program, with FineTuning.resume"));
        TrainingJob job = of(options, hub);
        String now = counts(RunJson.MAPPER.valueToTree(DataSummary.of(job.data())));
        String then = counts(report.data());
        if (!now.equals(then)) {
            job.close();
            throw new IllegalArgumentException(options.data().path() + ": expected the pictures that " + folder
                    + " was started with, " + then + ", found " + now + "; bring them back, or start a new run");
        }
        return job;
    }

    private static String counts(JsonNode summary) {
        return summary.path("counts").toString();
    }

    /// Weights that make every class count the same: examples / (classes * examples of the class), as
    /// scikit-learn's `class_weight="balanced"`.
    private static List<Double> balanced(Splits data) {
        int[] counts = data.train().counts();
        return Arrays.stream(counts)
                .mapToObj(count -> data.train().size() / (double) (counts.length * count))
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}

package dev.graft.job;

import dev.graft.data.DataSummary;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.PartsTable;
import dev.graft.data.SplitOptions;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.model.ImageClassifier;
import dev.graft.model.InitialTensors;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.Opening;
import dev.graft.model.TextClassifier;
import dev.graft.model.TextModelChoice;
import dev.graft.model.TextModels;
import dev.graft.model.TunableModel;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.train.RunKind;
import dev.graft.train.RunLock;
import dev.graft.train.RunReport;
import dev.graft.train.SavedModel;
import dev.graft.weights.Hub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Options made into things: data read, model loaded, plan checked. Close it to free the model.
///
/// @param options what was asked for
/// @param tuning  ready to be run
public record TrainingJob(TrainingOptions options, FineTuning<?> tuning) implements AutoCloseable {
    private static final List<String> TWO_CLASSES = List.of("one", "other");

    /// Reads the data and loads the model. Sets the threads of the whole process.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static TrainingJob of(TrainingOptions options, Hub hub) {
        Threads.set(options.threads());
        Device device = Device.parse(options.device());
        return options.data().texts() == null
                ? images(options, device, hub, Optional.empty())
                : texts(options, device, hub, Optional.empty());
    }

    /// What a run that goes on began with.
    ///
    /// @param parts  which example was in which part
    /// @param labels names by index
    /// @param range  which values of deep grey images were black and white; empty where that is not kept
    private record Beginning(PartsTable parts, List<String> labels, Optional<ValueRange> range) {}

    private static TrainingJob images(TrainingOptions options, Device device, Hub hub, Optional<Beginning> beginning) {
        options.imageOptions();
        try (InitialTensors weights = InitialTensors.of(options.modelChoice(), hub)) {
            rehearseImages(options, device, weights);
            Path path = Path.of(options.data().path());
            ImageOptions reading = options.imageOptions();
            ImageOptions asThen = reading.withSplit(known(reading.split(), beginning));
            Splits<ImageSource> read = ImageData.open(path, asThen);
            Splits<ImageSource> data = beginning
                    .filter(then -> !then.parts().equals(read.table()))
                    .map(then -> ImageData.open(path, asThen.withPerClass(0))
                            .onlyIn(then.parts())
                            .withLabels(then.labels()))
                    .orElse(read);
            ValueRange range =
                    beginning.flatMap(Beginning::range).or(data::range).orElse(null);
            ModelChoice choice = options.modelChoice().withRange(range);
            ImageClassifier model = ImageClassifier.start(choice, data.task(), data.labels(), device, weights);
            return Opening.of(model, made -> new TrainingJob(options, fineTuning(options, made, data)));
        }
    }

    private static TrainingJob texts(TrainingOptions options, Device device, Hub hub, Optional<Beginning> beginning) {
        TextModelChoice choice = options.textModelChoice(hub);
        Path path = Path.of(options.data().path());
        TextOptions reading = options.textOptions();
        TextOptions asThen = reading.withSplit(known(reading.split(), beginning));
        Splits<Text> read = TextData.open(path, asThen);
        Splits<Text> data = beginning
                .filter(then -> !then.parts().equals(read.table()))
                .map(then -> TextData.open(path, asThen.withPerClass(0))
                        .onlyIn(then.parts())
                        .withLabels(then.labels()))
                .orElse(read);
        TextClassifier model = TextClassifier.start(choice, data.task(), data.labels(), device);
        return Opening.of(model, made -> new TrainingJob(options, fineTuning(options, made, data)));
    }

    /// A run that goes on knows which example was in which part, whatever has come since.
    private static SplitOptions known(SplitOptions options, Optional<Beginning> beginning) {
        return options.withKnownParts(beginning.map(Beginning::parts).orElse(null));
    }

    /// Looking at the data may take minutes: what can be wrong with the options and the weights is said
    /// before.
    private static void rehearseImages(TrainingOptions options, Device device, InitialTensors weights) {
        Splits<ImageSource> data = Splits.none(Kind.IMAGE, TWO_CLASSES);
        try (ImageClassifier model = ImageClassifier.start(
                options.modelChoice(), Task.SINGLE_LABEL_CLASSIFICATION, TWO_CLASSES, device, weights)) {
            FineTuning.of(model, data, options.plan(model.outline()))
                    .withRecipe(options.steps())
                    .trainer();
        }
    }

    private static FineTuning<?> fineTuning(TrainingOptions options, ImageClassifier model, Splits<ImageSource> data) {
        TrainingOptions.Data from = options.data();
        ImageInput input = model.input()
                .withAugmentation(from.augment())
                .withExactDecoding(from.exactDecoding())
                .withViews(from.views())
                .withWorkers(from.workers());
        return fineTuning(options, model, data, input);
    }

    private static FineTuning<?> fineTuning(TrainingOptions options, TextClassifier model, Splits<Text> data) {
        boolean grouped = Objects.requireNonNull(options.data().texts()).grouped();
        return fineTuning(options, model, data, model.input().withGrouping(grouped));
    }

    private static <X> FineTuning<X> fineTuning(
            TrainingOptions options, Model<X> model, Splits<X> data, Input<X> input) {
        return FineTuning.of(model, data, options.plan(model.outline()))
                .withRecipe(recipe(options, data.summary()))
                .withBatch(options.data().batch())
                .withInput(input)
                .withReuse(options.reuse())
                .withOptions(options);
    }

    private static Recipe recipe(TrainingOptions options, DataSummary data) {
        return options.data().balanced() ? options.steps().withClassWeights(balanced(data)) : options.steps();
    }

    /// The job of an interrupted run, from its `run.json`.
    ///
    /// @throws IllegalArgumentException if the folder holds no run, or one that was not started from options
    public static TrainingJob resumed(Path folder, Hub hub) {
        RunFolder.open(folder).requireKind(RunKind.FINE_TUNING);
        RunReport report = RunFolder.open(folder).readReport();
        RunLock.requireIdle(folder);
        TrainingOptions options = TrainingOptions.ofRun(folder)
                .orElseThrow(
                        () -> new IllegalArgumentException(folder + ": run.json has no options; a program put this run"
                                + " together, and goes on with it by FineTuning.resume"));
        requireModel(folder, options);
        Optional<Beginning> beginning = PartsTable.in(folder)
                .map(parts -> new Beginning(parts, report.data().classes(), keptRange(folder)));
        Threads.set(options.threads());
        Device device = Device.parse(options.device());
        TrainingJob job = options.data().texts() == null
                ? images(options, device, hub, beginning)
                : texts(options, device, hub, beginning);
        if (beginning.isPresent()) {
            return Opening.of(job, made -> {
                beginning.get().parts().requireSame(made.tuning().parts(), folder);
                return made;
            });
        }
        String now = counts(job.tuning().summary());
        String then = counts(report.data());
        if (!now.equals(then)) {
            job.close();
            throw new IllegalArgumentException(options.data().path() + ": expected the examples that " + folder
                    + " was started with, " + then + ", found " + now + "; bring them back, or start a new run");
        }
        return job;
    }

    /// @throws IllegalArgumentException if what the run has made of its model so far is of a later version
    private static void requireModel(Path folder, TrainingOptions options) {
        if (options.data().texts() == null) {
            SavedModel.read(RunFolder.open(folder).model());
        } else {
            TextModels.requireIn(folder);
        }
    }

    private static Optional<ValueRange> keptRange(Path folder) {
        Path model = RunFolder.open(folder).model();
        return Files.isRegularFile(model.resolve("preprocessing.json"))
                ? Optional.ofNullable(SavedModel.read(model).preprocessing().range())
                : Optional.empty();
    }

    private static String counts(DataSummary summary) {
        return RunJson.LINES.writeValueAsString(summary.counts());
    }

    /// Weights that make every class count the same: examples / (classes * examples of the class), as
    /// scikit-learn's `class_weight="balanced"`.
    private static List<Double> balanced(DataSummary data) {
        Map<String, Integer> counts = data.counts().getOrDefault("train", Map.of());
        return counts.values().stream()
                .map(count -> data.total("train") / ((double) counts.size() * count))
                .toList();
    }

    /// What is tuned.
    public TunableModel model() {
        return tuning.model();
    }

    @Override
    public void close() {
        model().close();
    }
}

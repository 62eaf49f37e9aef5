package dev.graft.job;

import dev.graft.data.DataSummary;
import dev.graft.data.Fit;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.NoiseInput;
import dev.graft.data.PartsTable;
import dev.graft.data.SplitOptions;
import dev.graft.data.Splits;
import dev.graft.data.ValueRange;
import dev.graft.method.DataFacts;
import dev.graft.method.ModelFacts;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.model.Opening;
import dev.graft.model.Start;
import dev.graft.model.TextModels;
import dev.graft.model.TunableModel;
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
import java.util.function.BiFunction;

/// A request made into things: data read, model loaded, plan checked. Close it to free the model.
///
/// @param options what was asked for, and what was chosen where nothing was said
/// @param tuning  ready to be run
public record TrainingJob(TrainingOptions options, FineTuning<?> tuning) implements AutoCloseable {
    private static final List<String> TWO_CLASSES = List.of("one", "other");

    /// Reads the data and loads the model; what is not asked for is chosen by what they are. Sets the threads of
    /// the whole process.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static TrainingJob of(TrainingRequest request, Hub hub) {
        TrainingOptions options = request.options();
        return of(Asked.of(request, options), Material.of(options), options.modelChoice(), hub, Optional.empty());
    }

    /// The same with options that leave nothing open.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static TrainingJob of(TrainingOptions options, Hub hub) {
        return of(options, hub, Optional.empty());
    }

    /// The same with data that have been read already, by a request that reads them alike.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range, or the data are of another kind
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static <X> TrainingJob of(TrainingRequest request, Splits<X> data, Hub hub) {
        TrainingOptions options = request.options();
        Material<X> material = Material.of(options, data);
        return of(Asked.of(request, options), material, options.modelChoice(), hub, Optional.empty());
    }

    /// Options that leave nothing open, with data that have been read already.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range, or the data are of another kind
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static <X> TrainingJob of(TrainingOptions options, Splits<X> data, Hub hub) {
        Material<X> material = Material.of(options, data);
        return of(Asked.exactly(options), material, options.modelChoice(), hub, Optional.empty());
    }

    /// The examples that a run of several trainings began with, in the parts in which they were.
    ///
    /// @param options of one of them
    /// @param classes names, by class index
    /// @throws dev.graft.data.DataException if the data cannot be used
    public static Splits<?> examplesOf(Path folder, TrainingOptions options, List<String> classes) {
        return examplesOf(folder, Material.of(options), classes);
    }

    private static <X> Splits<X> examplesOf(Path folder, Material<X> material, List<String> classes) {
        Optional<Beginning> beginning =
                PartsTable.in(folder).map(parts -> new Beginning(parts, classes, Optional.empty()));
        Splits<X> data = data(material, beginning);
        beginning.ifPresent(then -> then.parts().requireSame(data.table(), folder));
        return data;
    }

    private static TrainingJob of(TrainingOptions options, Hub hub, Optional<Beginning> beginning) {
        return of(Asked.exactly(options), Material.of(options), options.modelChoice(), hub, beginning);
    }

    /// [#of(TrainingRequest, Hub)] for whoever only wants to know what it would come to: of images no more than their
    /// headers is read, and their network has random weights.
    ///
    /// @param hub where the files of a text model come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights of a text model cannot be used
    public static TrainingJob planned(TrainingRequest request, Hub hub) {
        TrainingOptions options = request.options();
        Material<?> material = Material.of(options, ImageOptions.Check.HEADERS);
        return of(Asked.of(request, options), material, choice(options), hub, Optional.empty());
    }

    private static ModelChoice choice(TrainingOptions options) {
        ModelChoice choice = options.modelChoice();
        return options.kind() == Kind.IMAGE ? choice.withWeights(InitialWeights.none()) : choice;
    }

    /// The same with noise in place of images that there are not yet.
    ///
    /// @param training   images to learn from
    /// @param validation images to judge by
    /// @throws IllegalArgumentException if an option is out of range, or the request is about texts
    public static TrainingJob imagined(
            TrainingRequest request, int training, int validation, List<String> classes, Hub hub) {
        TrainingOptions options = request.options();
        Splits<ImageSource> noise = NoiseInput.splits(training, validation, classes);
        Material<ImageSource> images = Material.images(options, ImageOptions.Check.HEADERS);
        Material<ImageSource> material = new Material<>(
                images.kind(),
                images.split(),
                split -> noise,
                (model, settled) -> new NoiseInput((ImageInput) images.input(model, settled)));
        return of(Asked.of(request, options), material, choice(options), hub, Optional.empty());
    }

    /// What is asked for before data and model are seen, and what becomes of it then.
    ///
    /// @param first   with what is usual where nothing is said
    /// @param exact   whether nothing was left open
    /// @param settled by data and model
    private record Asked(
            TrainingOptions first,
            boolean exact,
            BiFunction<DataFacts, Optional<ModelFacts>, TrainingOptions> settled) {
        static Asked of(TrainingRequest request, TrainingOptions first) {
            return new Asked(first, false, request::options);
        }

        static Asked exactly(TrainingOptions options) {
            return new Asked(options, true, (data, model) -> options);
        }

        /// Some models are made otherwise where nothing but the head will learn.
        <X> Start<X> fitting(Start<X> start, Splits<X> data) {
            TrainingOptions options = settled.apply(DataFacts.of(data), Optional.empty());
            Start<X> frozen = options.learnsHeadAlone() ? start.withFrozenBackbone() : start;
            Fit fit = fit(options, data);
            return fit == Fit.CROP ? frozen : frozen.withFit(fit);
        }

        TrainingOptions settle(Splits<?> data, TunableModel model) {
            ModelFacts facts = new ModelFacts(model.outline(), model.rate());
            TrainingOptions options =
                    settled.apply(DataFacts.of(data), Optional.of(facts)).withPoolingOf(model);
            return exact ? options : options.withUsualFit(Fit.suiting(data.train()));
        }

        /// As was said, or by the shapes of the images where nothing was.
        private Fit fit(TrainingOptions options, Splits<?> data) {
            Fit said = options.network().fit();
            return said != null || exact ? Objects.requireNonNullElse(said, Fit.CROP) : Fit.suiting(data.train());
        }
    }

    /// What a run that goes on began with.
    ///
    /// @param parts  which example was in which part
    /// @param labels names by index
    /// @param range  which values of deep grey images were black and white; empty where that is not kept
    private record Beginning(PartsTable parts, List<String> labels, Optional<ValueRange> range) {}

    private static <X> TrainingJob of(
            Asked asked, Material<X> material, ModelChoice choice, Hub hub, Optional<Beginning> beginning) {
        Threads.set(asked.first().threads());
        Device device = Device.parse(asked.first().device());
        try (Start<X> start = material.kind().start(choice, hub)) {
            if (start.isRead()) {
                rehearse(asked.first(), material.kind(), start, device);
            }
            Splits<X> data = data(material, beginning);
            asked.first().data().requireFits(data.task());
            Optional<ValueRange> range = beginning.flatMap(Beginning::range).or(data::range);
            Model<X> model = asked.fitting(start, data).model(data.task(), data.labels(), range, device);
            return Opening.of(model, made -> {
                TrainingOptions options = asked.settle(data, made);
                return new TrainingJob(options, fineTuning(options, made, data, material.input(made, options)));
            });
        }
    }

    /// A run that goes on knows which example was in which part, whatever has come since.
    private static <X> Splits<X> data(Material<X> material, Optional<Beginning> beginning) {
        SplitOptions known =
                material.split().withKnownParts(beginning.map(Beginning::parts).orElse(null));
        Splits<X> read = material.read(known);
        return beginning
                .filter(then -> !then.parts().equals(read.table()))
                .map(then -> material.read(known.withPerClass(0))
                        .onlyIn(then.parts())
                        .withLabels(then.labels()))
                .orElse(read);
    }

    /// Looking at the data may take minutes: what can be wrong with the options and the weights is said
    /// before.
    private static <X> void rehearse(TrainingOptions options, ModelKind<X> kind, Start<X> start, Device device) {
        Splits<X> data = Splits.none(kind.kind(), TWO_CLASSES);
        try (Model<X> model = start.model(data, device)) {
            FineTuning.of(model, data, options.plan(model.outline()))
                    .withRecipe(options.steps())
                    .trainer();
        }
    }

    private static <X> FineTuning<X> fineTuning(
            TrainingOptions options, Model<X> model, Splits<X> data, Input<X> input) {
        return FineTuning.of(model, data, options.plan(model.outline()))
                .withRecipe(recipe(options, data))
                .withBatch(options.data().batch())
                .withInput(input)
                .withReuse(options.reuse())
                .withThresholds(options.aims().points())
                .withOptions(options);
    }

    private static Recipe recipe(TrainingOptions options, Splits<?> data) {
        Recipe steps = options.data().balanced()
                ? options.steps().withClassWeights(balanced(data.summary()))
                : options.steps();
        return options.aims().objective(data).map(steps::withObjective).orElse(steps);
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
        TrainingJob job = of(options, hub, beginning);
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
        if (options.kind() == Kind.IMAGE) {
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

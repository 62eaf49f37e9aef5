package dev.graft.app;

import dev.graft.data.Augmentation;
import dev.graft.data.DataException;
import dev.graft.data.DataSummary;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.IndexedSource;
import dev.graft.data.NoiseImages;
import dev.graft.data.Preprocessing;
import dev.graft.data.Splits;
import dev.graft.data.Wording;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.method.Answer;
import dev.graft.model.ImageClassifier;
import dev.graft.model.InitialWeights;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.CostEstimate;
import dev.graft.train.Recipe;
import dev.graft.train.Trainer;
import dev.graft.tune.Plan;
import dev.graft.tune.PlanFile;
import dev.graft.tune.ResolvedPlan;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.LoadReport;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        header = "Say what a training would do, and what it would take, without training.",
        description = {
            "Takes the options of graft train and prints phases, groups, parameters, learning rates epoch by epoch,",
            "what is frozen, optimizer steps, and an estimate of time and memory from a few steps on this machine.",
            "The estimate needs no pretrained weights; nothing is downloaded."
        },
        footer = {
            "",
            "Examples:",
            "  graft plan photos --model resnet18 --strategy gradual --unfreeze 3,6",
            "  graft plan --images 2000 --classes 10 --model resnet18 --strategy layer-decay --no-estimate",
            "  graft plan --images 500 --classes 2 --strategy full --write plan.yaml"
        },
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {
    private static final int DECODED = 64;
    private static final int CHANNELS = 3;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DATA", description = "The labelled images or texts, as for graft train.")
    private @Nullable Path data;

    @Option(names = "--images", paramLabel = "N", description = "In place of DATA: so many training images.")
    private @Nullable Integer images;

    @Option(names = "--classes", paramLabel = "N", description = "With --images: of so many classes.")
    private @Nullable Integer classes;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Write the plan to a new file, as YAML, or JSON for .json.")
    private @Nullable Path write;

    @Option(names = "--no-estimate", description = "Leave the measurement of time and memory away.")
    private boolean noEstimate;

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    /// What the plan is for.
    ///
    /// @param labels     names of the classes
    /// @param train      images to learn from
    /// @param validation images to judge by
    /// @param splits     empty where there are only counts
    private record Task(List<String> labels, int train, int validation, Optional<Splits<ImageSource>> splits) {
        Counts counts() {
            return new Counts("images", train, labels.size(), validation);
        }
    }

    /// One phase as JSON.
    private record PhaseResult(
            int fromEpoch,
            int toEpoch,
            int patience,
            long trainable,
            Map<String, Long> groups,
            List<String> trainingStages,
            List<String> frozenStages,
            List<String> learningBatchNorms) {}

    /// The result as JSON.
    private record Result(
            Plan plan,
            String model,
            long parameters,
            List<PhaseResult> phases,
            int stepsPerEpoch,
            long steps,
            List<Map<String, Double>> learningRates,
            @Nullable Map<String, Answer> defaults,
            List<String> notes,
            Optional<CostEstimate> estimate) {}

    @Override
    public Integer call() {
        Output output = common.output();
        if (write != null && Files.exists(write, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("--write: " + write
                    + " is there already, and is not written over; take another name, or delete it");
        }
        TrainingOptions options = training.options(data == null ? Path.of("") : data, common.hub());
        Threads.set(options.threads());
        if (options.data().texts() != null) {
            return texts(options, output);
        }
        Task task = task(options);
        try (ImageClassifier model = ImageClassifier.start(
                options.modelChoice()
                        .withWeights(InitialWeights.none())
                        .withRange(task.splits()
                                .flatMap(Splits::range)
                                .orElse(options.data().range())),
                task.splits().map(Splits::task).orElse(dev.graft.data.Task.SINGLE_LABEL_CLASSIFICATION),
                task.labels(),
                Device.parse(options.device()),
                common.hub())) {
            ResolvedPlan resolved = options.plan(model.outline()).resolve(model.outline());
            Batches batches = batches(options, task, model.preprocessing(), resolved.trainsBatchNorms());
            Recipe steps = options.steps().withTask(model.task());
            // refuses what a training would refuse: averaging, precision, mixing
            new Trainer(model.network(), resolved.plan(), steps, batches.training(), batches.validation());
            int stepsPerEpoch = Math.ceilDiv(batches.training().batches(), steps.accumulation());
            double preparation = Startup.secondsAgo();
            tell(
                    output,
                    options,
                    task.counts(),
                    resolved,
                    stepsPerEpoch,
                    task.splits().map(splits -> summary(splits, resolved, options)),
                    () -> CostEstimate.measure(
                                    model.network(),
                                    resolved.plan(),
                                    steps,
                                    options.reuse(),
                                    batches.training(),
                                    batches.validation())
                            .withPreparation(preparation + secondsToDecode(options, task)));
        }
        return 0;
    }

    private static DataSummary summary(Splits<ImageSource> splits, ResolvedPlan plan, TrainingOptions options) {
        DataSummary summary = splits.summary();
        return FineTuning.loneNote(plan, splits.train().size(), options.data().batch())
                .map(summary::withNote)
                .orElse(summary);
    }

    private int texts(TrainingOptions options, Output output) {
        if (data == null || images != null || classes != null) {
            throw new IllegalArgumentException("a plan for texts: expected DATA, and neither --images nor --classes:"
                    + " how long texts are decides what they take");
        }
        try (TrainingJob job = TrainingJob.of(options, common.hub())) {
            FineTuning<?> tuning = job.tuning();
            Counts counts = new Counts(
                    "texts",
                    tuning.summary().total("train"),
                    tuning.model().labels().size(),
                    tuning.summary().total("validation"));
            ResolvedPlan resolved = tuning.plan().resolve(tuning.model().outline());
            double preparation = Startup.secondsAgo();
            tell(
                    output,
                    options,
                    counts,
                    resolved,
                    tuning.stepsPerEpoch(),
                    Optional.of(withNotesOfWeights(tuning)),
                    () -> tuning.estimate().withPreparation(preparation));
        }
        return 0;
    }

    private static DataSummary withNotesOfWeights(FineTuning<?> tuning) {
        DataSummary summary = tuning.summary();
        for (String note : tuning.model().loadReport().map(LoadReport::notes).orElse(List.of())) {
            summary = summary.withNote(note);
        }
        return summary;
    }

    /// What a training takes to look at each image before it begins, by a few of them.
    private static double secondsToDecode(TrainingOptions options, Task task) {
        if (task.splits().isEmpty() || options.imageOptions().check() == ImageOptions.Check.HEADERS) {
            return 0;
        }
        List<Example<ImageSource>> items = task.splits().get().train().examples();
        int sample = Math.min(items.size(), DECODED);
        long start = System.nanoTime();
        IntStream.range(0, sample).parallel().forEach(i -> decode(items.get((int) ((long) i * items.size() / sample))));
        return (System.nanoTime() - start) * 1e-9 * (task.train() + task.validation()) / sample;
    }

    private static void decode(Example<ImageSource> item) {
        try {
            item.input().open(CHANNELS);
        } catch (DataException e) {
            // a training leaves it out and goes on
        }
    }

    /// What there is to learn from.
    ///
    /// @param noun what it is
    private record Counts(String noun, int train, int classes, int validation) {}

    private void tell(
            Output output,
            TrainingOptions options,
            Counts counts,
            ResolvedPlan resolved,
            int steps,
            Optional<DataSummary> data,
            Supplier<CostEstimate> measuring) {
        data.ifPresent(found -> {
            output.say("data: %s", found.line());
            output.leftOut(found.skipped());
        });
        if (write != null) {
            AtomicFile.write(write, PlanFile.text(resolved.plan(), write));
            output.say("written: %s", write);
        }
        Optional<CostEstimate> estimate = Optional.empty();
        if (!noEstimate) {
            output.say("measuring a few steps of each phase …");
            estimate = Optional.of(measuring.get());
        }
        List<String> notes = new ArrayList<>(data.map(DataSummary::notes).orElse(List.of()));
        notes.addAll(PlanNotes.of(options, resolved, steps));
        if (common.json()) {
            output.json(result(options, resolved, steps, notes, estimate));
        } else {
            print(output, options, counts, resolved, steps, notes, estimate);
        }
    }

    private Task task(TrainingOptions options) {
        if (data != null && (images != null || classes != null)) {
            throw new IllegalArgumentException("--images and --classes replace DATA; give one or the other");
        }
        if (data != null) {
            Splits<ImageSource> splits =
                    ImageData.open(data, options.imageOptions().withCheck(ImageOptions.Check.HEADERS));
            return new Task(
                    splits.labels(), splits.train().size(), splits.validation().size(), Optional.of(splits));
        }
        if (images == null || classes == null) {
            throw new IllegalArgumentException("expected DATA, or --images N and --classes C");
        }
        if (images < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "--images and --classes: expected at least 1, found " + images + " and " + classes);
        }
        if (classes < 2) {
            throw new IllegalArgumentException("--classes: expected at least two classes, found " + classes);
        }
        double share = options.imageOptions().split().validationFraction();
        int validation = Math.max(1, (int) Math.round(images * share / (1 - share)));
        List<String> labels =
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        return new Task(labels, images, validation, Optional.empty());
    }

    /// What a training would go through.
    private record Batches(IndexedSource training, IndexedSource validation) {}

    private static Batches batches(TrainingOptions options, Task task, Preprocessing input, boolean joins) {
        int batch = options.data().batch();
        int views = options.data().augment() == Augmentation.NONE
                ? 1
                : options.data().views();
        boolean exact = options.data().exactDecoding();
        IndexedSource training = task.splits()
                .<IndexedSource>map(splits -> ImageLoader.of(
                                splits.train(),
                                ImagePipeline.training(input, options.data().augment())
                                        .withExactDecoding(exact),
                                batch)
                        .withShuffling(options.steps().seed())
                        .withLoneJoining(joins)
                        .withViews(options.data().views())
                        .withWorkers(options.data().workers()))
                .orElseGet(() -> noise(task.train(), batch, joins, views, task, input));
        IndexedSource validation = task.splits()
                .<IndexedSource>map(splits -> ImageLoader.of(
                                splits.validation(),
                                ImagePipeline.evaluation(input).withExactDecoding(exact),
                                batch)
                        .withWorkers(options.data().workers()))
                .orElseGet(() -> noise(task.validation(), batch, false, 1, task, input));
        return new Batches(training, validation);
    }

    private static IndexedSource noise(
            int examples, int batch, boolean joins, int views, Task task, Preprocessing input) {
        return new NoiseImages(examples, batch, task.labels().size(), input.channels(), input.size(), joins, views);
    }

    private static void print(
            Output output,
            TrainingOptions options,
            Counts counts,
            ResolvedPlan resolved,
            int steps,
            List<String> notes,
            Optional<CostEstimate> estimate) {
        List<String> rates = RateTable.lines(resolved.plan(), steps);
        output.result(
                "data: %,d %s of %s to train on, %,d to validate with",
                counts.train(), counts.noun(), Wording.count(counts.classes(), "class"), counts.validation());
        output.result("%s", resolved.describe());
        output.result("learning rate at the first step of each epoch");
        rates.forEach(line -> output.result("%s", line));
        output.result(
                "optimizer steps: %,d an epoch, %,d in all (%,d %s a step)",
                steps,
                (long) steps * resolved.plan().epochs(),
                (long) options.data().batch() * options.steps().accumulation(),
                counts.noun());
        DefaultsText.lines(options).forEach(line -> output.result("%s", line));
        notes.forEach(note -> output.result("note: %s", note));
        estimate.ifPresent(found -> EstimateText.lines(found, options).forEach(line -> output.result("%s", line)));
    }

    private static Result result(
            TrainingOptions options,
            ResolvedPlan resolved,
            int steps,
            List<String> notes,
            Optional<CostEstimate> estimate) {
        Plan plan = resolved.plan();
        return new Result(
                plan,
                resolved.network().name(),
                resolved.network().parameterCount(),
                resolved.phases().stream().map(phase -> phase(phase, resolved)).toList(),
                steps,
                (long) steps * plan.epochs(),
                IntStream.range(0, plan.epochs())
                        .mapToObj(epoch -> plan.learningRates((long) epoch * steps, steps))
                        .toList(),
                options.defaults(),
                notes,
                estimate);
    }

    private static PhaseResult phase(ResolvedPlan.ResolvedPhase phase, ResolvedPlan resolved) {
        Map<String, Long> groups = new LinkedHashMap<>();
        phase.groups().forEach(group -> groups.put(group.group().name(), group.count()));
        return new PhaseResult(
                phase.fromEpoch(),
                phase.toEpoch(),
                phase.phase().patience(),
                phase.trainableCount(),
                groups,
                phase.trainingStages(),
                phase.frozenStages(),
                phase.statisticsStages().stream()
                        .filter(resolved.network().batchNorms()::contains)
                        .toList());
    }
}

package dev.graft.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.advise.RaceReport;
import dev.graft.data.DataException;
import dev.graft.data.DataSummary;
import dev.graft.data.Example;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Wording;
import dev.graft.job.Aim;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Answer;
import dev.graft.text.Bounds;
import dev.graft.train.CostEstimate;
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
            "Takes the options of graft train. Prints what trains in which epoch and what is frozen, the learning rates,",
            "the number of optimizer steps, and an estimate of time and memory from a few steps on this machine.",
            "No pretrained weights are needed, and nothing is downloaded."
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
    private static final int MOST_IMAGES = 10_000_000;

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

    @Mixin
    private RaceArguments race = new RaceArguments();

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

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Aim aim,

            List<String> notes,
            Optional<CostEstimate> estimate) {}

    @Override
    public Integer call() {
        Output output = common.output();
        if (write != null && Files.exists(write, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("--write: " + write
                    + " is there already, and is not written over; take another name, or delete it");
        }
        if (training.isRace()) {
            return race(output);
        }
        race.requireAbsent();
        TrainingRequest request = training.request(data == null ? Path.of("") : data, common.hub());
        try (TrainingJob job = job(request)) {
            FineTuning<?> tuning = job.tuning();
            double preparation = Startup.secondsAgo();
            tell(output, job, () -> tuning.estimate().withPreparation(preparation + secondsToDecode(job)));
        }
        return 0;
    }

    private int race(Output output) {
        if (data == null || write != null) {
            throw new IllegalArgumentException(
                    "--strategy auto: expected DATA, and no --write: a plan is known when a" + " strategy is chosen");
        }
        output.say("measuring a few steps of each strategy …");
        RaceReport planned =
                race.race(training.asked(data, common.hub()), common.hub()).plan();
        if (common.json()) {
            output.json(planned);
        } else {
            RaceText.plan(planned).forEach(line -> output.result("%s", line));
        }
        return 0;
    }

    private TrainingJob job(TrainingRequest request) {
        boolean counted = images != null || classes != null;
        if (request.kind() == Kind.TEXT && (data == null || counted)) {
            throw new IllegalArgumentException("a plan for texts: expected DATA, and neither --images nor --classes:"
                    + " how long texts are decides what they take");
        }
        if (data != null && counted) {
            throw new IllegalArgumentException("--images and --classes replace DATA; give one or the other");
        }
        return data != null ? TrainingJob.planned(request, common.hub()) : imagined(request);
    }

    private TrainingJob imagined(TrainingRequest request) {
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
        Bounds.require("--images", images, 1, MOST_IMAGES);
        double share = request.examples().validationFraction();
        int validation = Math.max(1, (int) Math.round(images * share / (1 - share)));
        List<String> labels =
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        return TrainingJob.imagined(request, images, validation, labels, common.hub());
    }

    private static DataSummary withNotesOfWeights(FineTuning<?> tuning) {
        DataSummary summary = tuning.summary();
        for (String note : tuning.model().loadReport().map(LoadReport::notes).orElse(List.of())) {
            summary = summary.withNote(note);
        }
        return summary;
    }

    /// What a training takes to look at each image before it begins, by a few of them.
    private double secondsToDecode(TrainingJob job) {
        if (data == null || job.options().kind() != Kind.IMAGE) {
            return 0;
        }
        List<? extends Example<?>> items = job.tuning().data().train().examples();
        int sample = Math.min(items.size(), DECODED);
        long start = System.nanoTime();
        IntStream.range(0, sample).parallel().forEach(i -> decode(items.get((int) ((long) i * items.size() / sample))));
        int all = items.size() + job.tuning().data().validation().size();
        return (System.nanoTime() - start) * 1e-9 * all / sample;
    }

    private static void decode(Example<?> item) {
        try {
            if (item.input() instanceof ImageSource image) {
                image.open(CHANNELS);
            }
        } catch (DataException e) {
            // a training leaves it out and goes on
        }
    }

    private void tell(Output output, TrainingJob job, Supplier<CostEstimate> measuring) {
        ResolvedPlan resolved = job.tuning().plan().resolve(job.model().outline());
        int steps = job.tuning().stepsPerEpoch();
        Optional<DataSummary> found = data == null ? Optional.empty() : Optional.of(withNotesOfWeights(job.tuning()));
        found.ifPresent(summary -> {
            output.say("data: %s", summary.line());
            output.leftOut(summary.skipped());
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
        List<String> notes = new ArrayList<>(found.map(DataSummary::notes).orElse(List.of()));
        notes.addAll(PlanNotes.of(job.options(), resolved, steps));
        if (common.json()) {
            output.json(result(job.options(), resolved, steps, notes, estimate));
        } else {
            print(output, job, resolved, steps, notes, estimate);
        }
    }

    private static void print(
            Output output,
            TrainingJob job,
            ResolvedPlan resolved,
            int steps,
            List<String> notes,
            Optional<CostEstimate> estimate) {
        TrainingOptions options = job.options();
        Splits<?> data = job.tuning().data();
        String noun = data.kind().noun() + "s";
        output.result(
                "data: %,d %s of %s to train on, %,d to validate with",
                data.train().size(),
                noun,
                Wording.count(data.labels().size(), data.task().noun()),
                data.validation().size());
        output.result("%s", resolved.describe());
        how(options, resolved.plan(), data.train().size(), steps).forEach(line -> output.result("%s", line));
        Aim aim = options.aim();
        if (aim != null) {
            aim.lines().forEach(line -> output.result("%s", line));
        }
        DefaultsText.lines(options).forEach(line -> output.result("%s", line));
        notes.forEach(note -> output.result("note: %s", note));
        estimate.ifPresent(found -> EstimateText.lines(found, options).forEach(line -> output.result("%s", line)));
    }

    /// Rates and steps, as far as there are any.
    private static List<String> how(TrainingOptions options, Plan plan, int examples, int steps) {
        String noun = options.kind().noun() + "s";
        int views = options.data().views();
        List<String> lines = new ArrayList<>();
        if (plan.steppedEpochs() > 0) {
            lines.add("learning rate at the first step of each epoch");
            lines.addAll(RateTable.lines(plan, steps));
            lines.add("optimizer steps: %,d an epoch, %,d in all (%,d %s a step)"
                    .formatted(
                            steps,
                            (long) steps * plan.steppedEpochs(),
                            (long) options.data().batch() * options.steps().accumulation(),
                            noun));
        }
        if (plan.solves()) {
            lines.add("head: solved on %,d %s%s"
                    .formatted(examples, noun, views > 0 ? " and %,d random views of each".formatted(views) : ""));
        }
        return lines;
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
                plan.steppedEpochs() == 0 ? 0 : steps,
                (long) steps * plan.steppedEpochs(),
                IntStream.range(0, plan.epochs())
                        .mapToObj(epoch -> plan.solves(plan.at(epoch))
                                ? Map.<String, Double>of()
                                : plan.learningRates((long) epoch * steps, steps))
                        .toList(),
                options.defaults(),
                options.aim(),
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

package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.advise.Race;
import dev.graft.advise.RaceListener;
import dev.graft.advise.Raced;
import dev.graft.data.Corrections;
import dev.graft.data.DataSummary;
import dev.graft.job.Run;
import dev.graft.job.ScratchComparison;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.task.Score;
import dev.graft.train.Finding;
import dev.graft.train.RunFolder;
import dev.graft.train.RunReport;
import dev.graft.train.StopReason;
import dev.graft.train.TrainingListener;
import dev.graft.tune.ResolvedPlan;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        header = "Fine-tune a model on labelled images or texts.",
        description = {
            "For images, DATA is a folder with one folder of images for each class, with or without train/ and val/ above;"
                    + " a table of paths and labels (CSV, TSV, JSONL); or CIFAR-10 or CIFAR-100 as published.",
            "For texts, DATA is a table of texts and labels (CSV, TSV, JSONL, …); a folder with one table each for"
                    + " train, validation and test; or a folder with one folder of .txt files for each class.",
            "If there is no validation part, a share of each class is kept for validation."
        },
        footer = {
            "",
            "Examples:",
            "  graft train photos --epochs 10 --out runs/photos",
            "  graft train photos --model resnet18 --weights resnet18.pth --strategy last-stage",
            "  graft train photos --strategy gradual --unfreeze 3,6 --epochs 10",
            "  graft train photos --strategy auto --budget 30m",
            "  graft train photos --plan plan.yaml",
            "  graft train photos --strategy full --compare-scratch",
            "  graft train photos --best-by f1:crack --threshold recall:crack=0.99",
            "  graft train reviews.csv --model models/bert-base-multilingual-cased",
            "  graft train --resume runs/photos"
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final Set<String> WITH_RESUME = Set.of("--resume", "--json", "--quiet", "--offline");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DATA", description = "The labelled images or texts.")
    private @Nullable Path data;

    @Option(names = "--resume", paramLabel = "RUN", description = "Continue an interrupted run, with its own options.")
    private @Nullable Path resume;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run. Default: runs/NAME-OF-DATA-MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--compare-scratch",
            description = "Then train the same network from random weights on the same budget, into DIR-scratch, and"
                    + " say what transfer gained.")
    private boolean compareScratch;

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    @Mixin
    private RaceArguments race = new RaceArguments();

    /// The result of a comparison as JSON.
    private record Comparison(RunReport run, RunReport fromScratch, ScratchComparison comparison) {}

    @Override
    public Integer call() {
        Output output = common.output();
        boolean races = resume == null ? training.isRace() : Race.isIn(resume);
        if (races) {
            return race(output);
        }
        if (resume == null) {
            race.requireAbsent();
        }
        if (resume == null && compareScratch) {
            return compare(output);
        }
        Run run = resume == null ? start(output) : resume(resume, output);
        if (common.json()) {
            output.json(run.report());
        } else {
            print(output, run);
            say(output, run.report(), run.folder());
        }
        return code(run.history().stopReason());
    }

    private int race(Output output) {
        Hub hub = common.hub();
        if (compareScratch) {
            throw new IllegalArgumentException("--compare-scratch: is for one strategy, not for --strategy auto");
        }
        Path folder;
        Optional<Raced> raced;
        try (RaceProgress progress = new RaceProgress(output)) {
            if (resume == null) {
                TrainingRequest request = training.asked(requireData(), hub);
                folder = folder(request);
                RunPlace.require(folder);
                raced = watched(race.race(request, hub), folder, output, progress)
                        .run(folder);
            } else {
                requireNothingElse();
                folder = resume;
                raced = watched(Race.resumed(folder, hub), folder, output, progress)
                        .resume(folder);
            }
        }
        raced.ifPresent(ended -> tell(output, ended));
        return code(raced.flatMap(ended -> ended.report().stopReason()));
    }

    private static Race watched(Race race, Path folder, Output output, RaceProgress progress) {
        say(output, race.data());
        return race.withListener((RaceListener) progress)
                .withListener((TrainingListener) progress)
                .withListener(goingOn(folder));
    }

    private void tell(Output output, Raced ended) {
        if (common.json()) {
            output.json(ended.report());
            return;
        }
        RaceText.result(ended.race()).forEach(line -> output.result("%s", line));
        output.result("Run: %s", ended.folder());
        say(output, ended.report(), ended.folder());
    }

    private int compare(Output output) {
        TrainingRequest request = request();
        request.options().fromScratch(); // says what cannot be compared before anything is trained
        Path folder = folder(request);
        Path beside = folder.resolveSibling(folder.getFileName() + "-scratch");
        RunPlace.requireNew(folder);
        RunPlace.requireNew(beside);
        Run run = start(output, () -> TrainingJob.of(request, common.hub()), folder);
        output.say("");
        output.say("The same from random weights:");
        TrainingOptions fromScratch = TrainingOptions.ofRun(folder)
                .orElseThrow()
                .fromScratch(run.report().data());
        Run scratch = start(output, () -> TrainingJob.of(fromScratch, common.hub()), beside);
        ScratchComparison found = ScratchComparison.of(run, scratch);
        if (common.json()) {
            output.json(new Comparison(run.report(), scratch.report(), found));
        } else {
            print(output, run);
            output.result(
                    "From scratch: %.4f (epoch %d), %.1f s, in %s",
                    found.scratchAccuracy(),
                    found.scratchEpochs(),
                    scratch.report().wallSeconds(),
                    scratch.folder());
            output.result("%s", ComparisonText.of(found, run.history().score()));
            say(output, run.report(), run.folder());
        }
        return Math.max(code(run.history().stopReason()), code(scratch.history().stopReason()));
    }

    private static int code(Optional<StopReason> ended) {
        return !ended.equals(Optional.of(StopReason.NOT_FINITE)) ? 0 : GraftCommand.BAD_INPUT;
    }

    private static void print(Output output, Run run) {
        Score score = run.history().score();
        output.result(
                "Best validation %s: %.4f (epoch %d%s), %,.0f examples/s, %.1f s",
                score.decides(),
                score.lossDecides() ? run.best().valLoss() : run.best().valAccuracy(),
                run.best().epoch(),
                score.lossDecides()
                        ? ", " + score.name() + " " + shown(run.best().valAccuracy())
                        : "",
                run.report().examplesPerSecond(),
                run.report().wallSeconds());
        RunReport.Decided decided = run.report().decision();
        if (decided != null) {
            DecisionText.lines(decided.thresholds(), run.report().data().kind())
                    .forEach(line -> output.result("%s", line));
            DecisionText.comparison(decided).forEach(line -> output.result("%s", line));
        }
        output.result("Run: %s", run.folder());
    }

    /// What is not good about it, with what to type next.
    private void say(Output output, RunReport report, Path folder) {
        CommandSpec here = requireNonNull(spec);
        for (Finding finding : report.findings()) {
            String command = resume == null ? NextCommand.of(here, finding, folder) : "";
            output.result(
                    "note: %s; next: %s%s",
                    finding.says(),
                    finding.next(),
                    finding.options().isEmpty()
                            ? ""
                            : ": " + (command.isEmpty() ? String.join(" ", finding.options()) : command));
        }
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private Path folder(TrainingRequest request) {
        return out != null ? out : Path.of("runs", request.options().defaultName());
    }

    private Run start(Output output) {
        TrainingRequest request = request();
        return start(output, () -> TrainingJob.of(request, common.hub()), folder(request));
    }

    private static Run start(Output output, Supplier<TrainingJob> making, Path folder) {
        RunPlace.require(folder);
        try (TrainingJob job = making.get();
                TrainingProgress progress = new TrainingProgress(output)) {
            say(output, job);
            return job.tuning()
                    .withListener(progress)
                    .withListener(goingOn(folder))
                    .run(folder);
        }
    }

    private static TrainingListener goingOn(Path run) {
        return Signals.sayHowToGoOn("graft train --resume " + run);
    }

    private Run resume(Path run, Output output) {
        requireNothingElse();
        try (TrainingJob job = TrainingJob.resumed(run, common.hub());
                TrainingProgress progress = new TrainingProgress(output)) {
            RunFolder.open(run)
                    .readReport()
                    .stopReason()
                    .filter(reason -> reason != StopReason.ASKED)
                    .ifPresent(reason -> output.say(
                            "%s: the run has ended (%s); nothing is left to do",
                            run, reason.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            Optional.ofNullable(job.options().data().corrections())
                    .flatMap(Corrections::changedSince)
                    .ifPresent(change -> output.say("note: %s", change));
            say(output, job);
            return job.tuning()
                    .withListener(progress)
                    .withListener(goingOn(run))
                    .resume(run);
        }
    }

    private void requireNothingElse() {
        List<String> others = alsoGiven();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "--resume takes data and options from the run; remove " + String.join(", ", others));
        }
    }

    /// What was given beside `--resume` and would be passed over.
    private List<String> alsoGiven() {
        List<String> given = new ArrayList<>();
        if (data != null) {
            given.add("DATA");
        }
        if (spec != null) {
            Given.all(spec).filter(name -> !WITH_RESUME.contains(name)).forEach(given::add);
        }
        return given;
    }

    private static void say(Output output, DataSummary data) {
        output.say("data: %s", data.line());
        output.leftOut(data.skipped());
        data.notes().forEach(note -> output.say("note: %s", note));
    }

    private static void say(Output output, TrainingJob job) {
        say(output, job.tuning().summary());
        job.model().loadReport().ifPresent(report -> report.notes().forEach(note -> output.say("%s", note)));
        ResolvedPlan plan = job.tuning().plan().resolve(job.model().outline());
        output.say("%s", plan.describe());
        PlanNotes.of(job.options(), plan, job.tuning().stepsPerEpoch()).forEach(note -> output.say("note: %s", note));
    }

    private TrainingRequest request() {
        return training.request(requireData(), common.hub());
    }

    private Path requireData() {
        if (data == null) {
            throw new IllegalArgumentException(
                    "expected DATA, a folder or table of labelled images or texts, or --resume RUN");
        }
        return data;
    }
}

package dev.graft.advise;

import dev.graft.advise.RaceReport.Runner;
import dev.graft.data.DataSummary;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.model.Similarity;
import dev.graft.task.Objective;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.train.RunLock;
import dev.graft.train.RunReport;
import dev.graft.train.StopRequest;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Several ways of tuning that run against each other, from cheap to thorough, by successive halving; who wins is
/// trained to its end on all of the training part. Arms are compared on parts of the training part that are held
/// back from them: what the winner is judged by takes no part in the choice.
/// ```java
/// Race race = Race.of(TrainingRequest.images(photos), List.of(), Race.USUAL_BUDGET, hub);
/// Raced raced = race.run(Path.of("runs/photos")).orElseThrow();
/// System.out.println(raced.race().chosen().says());
/// ```
public final class Race {
    /// What race and training may take where nobody says it.
    public static final Duration USUAL_BUDGET = Duration.ofMinutes(30);

    private final Splits<?> data;
    private final HeldBackParts parts;
    private final RaceReport begun;
    private final Plan first;
    private final Hub hub;
    private final List<TrainingListener> trainings = new ArrayList<>();
    private final List<RaceListener> listeners = new ArrayList<>();
    private StopRequest stop = new StopRequest();

    private Race(Splits<?> data, HeldBackParts parts, RaceReport begun, Plan first, Hub hub) {
        this.data = data;
        this.parts = parts;
        this.begun = begun;
        this.first = first;
        this.hub = hub;
    }

    /// Reads the data, and finds out who runs and what that takes.
    ///
    /// @param request what is asked of every training, whatever its method
    /// @param names   of arms; none for the usual ones
    /// @param budget  that race and training may take
    /// @param hub     where pretrained weights come from
    /// @throws IllegalArgumentException if an option is out of range, or no arm can be what is asked for
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static Race of(TrainingRequest request, List<String> names, Duration budget, Hub hub) {
        return of(request, names, budget, hub, Field::seconds);
    }

    /// @param seconds that a training takes
    static Race of(
            TrainingRequest request,
            List<String> names,
            Duration budget,
            Hub hub,
            ToDoubleFunction<FineTuning<?>> seconds) {
        List<Arm> asked = names.isEmpty() ? Arm.all(request.kind()) : Arm.named(request.kind(), names);
        Field.Possible possible = Field.possible(request, asked);
        try (TrainingJob job = TrainingJob.of(possible.arms().getFirst().asked(request), hub)) {
            Field.Possible suiting =
                    names.isEmpty() ? possible.suiting(request.kind(), likeness(job.tuning())) : possible;
            return of(request, suiting, job.tuning(), budget, hub, seconds);
        }
    }

    private static <X> Likeness likeness(FineTuning<X> tuning) {
        return Similarity.of(
                        tuning.model(),
                        tuning.input(),
                        tuning.data().train(),
                        tuning.recipe().seed())
                .map(Likeness::of)
                .orElse(Likeness.UNKNOWN);
    }

    private static <X> Race of(
            TrainingRequest request,
            Field.Possible possible,
            FineTuning<X> tuning,
            Duration budget,
            Hub hub,
            ToDoubleFunction<FineTuning<?>> seconds) {
        Splits<X> data = tuning.data();
        HeldBackParts parts = HeldBackParts.of(data.train(), request.steps().seed());
        Field.Possible running = parts.isEmpty() ? possible.first(tooFew(data)) : possible;
        Field field = Field.of(request, running, data, parts.share(), budget, hub, seconds);
        RaceReport begun = new RaceReport(
                Objective.of(data.task()).score().name(),
                parts.isEmpty() ? "nothing" : parts.says(),
                budget.toSeconds(),
                field.seconds(),
                field.entrants().stream().map(Runner::of).toList(),
                field.cut(),
                null,
                null);
        return new Race(data, parts, begun, tuning.plan(), hub);
    }

    private static String tooFew(Splits<?> data) {
        return "of " + data.train().size() + " examples to learn from none can be held back to compare by";
    }

    /// The race that a folder holds, to go on with.
    ///
    /// @throws IllegalArgumentException if it holds none, or other examples lie there now
    public static Race resumed(Path folder, Hub hub) {
        RunFolder run = RunFolder.open(folder);
        run.requireKind(RunKind.RACE);
        RunLock.requireIdle(folder);
        RunReport report = run.readReport();
        RaceReport race = RaceReport.of(Objects.requireNonNull(report.race(), folder + ": run.json has no race"));
        TrainingOptions options = race.arms().getFirst().trained();
        Splits<?> data = TrainingJob.examplesOf(folder, options, report.data().classes());
        HeldBackParts parts = HeldBackParts.of(data.train(), options.steps().seed());
        return new Race(data, parts, race.begun(), report.plan(), hub);
    }

    /// Whether a folder holds a race, so that [#resumed] goes on with it.
    public static boolean isIn(Path folder) {
        return RunFolder.open(folder).readReport().kind() == RunKind.RACE;
    }

    /// Who runs, what they are told, and what they take.
    public RaceReport plan() {
        return begun;
    }

    /// What is learned from, in counts.
    public DataSummary data() {
        return data.summary();
    }

    /// Adds who hears how the race goes.
    public Race withListener(RaceListener listener) {
        listeners.add(listener);
        return this;
    }

    /// Adds who hears how every training of it goes.
    public Race withListener(TrainingListener listener) {
        trainings.add(listener);
        return this;
    }

    /// Ends after the epoch in which it is asked to; the race can be gone on with.
    public Race withStopRequest(StopRequest request) {
        stop = request;
        return this;
    }

    /// Runs into a new folder.
    ///
    /// @return empty if it was asked to stop before the end
    /// @throws IllegalArgumentException if the folder holds a run already
    public Optional<Raced> run(Path folder) {
        RunFolder.requireFree(folder);
        try (RunLock _ = RunLock.hold(folder)) {
            return run(RaceFolder.create(folder, data), data);
        }
    }

    /// Goes on with an interrupted race: it ends as one that was not interrupted. What has been trained is not trained
    /// again.
    ///
    /// @return empty if it was asked to stop before the end
    public Optional<Raced> resume(Path folder) {
        RunFolder run = RunFolder.open(folder);
        RunReport report = run.readReport();
        if (report.stopReason().isPresent()) {
            return Optional.of(new Raced(folder, report, RaceReport.of(Objects.requireNonNull(report.race()))));
        }
        try (RunLock _ = RunLock.hold(folder)) {
            return run(new RaceFolder(run), data);
        }
    }

    private <X> Optional<Raced> run(RaceFolder folder, Splits<X> examples) {
        Heats<X> heats = new Heats<>(folder.root(), examples, parts, hub, trainings, stop);
        Contest<X> contest = new Contest<>(heats, folder, entrants(examples), begun, listeners, first);
        return contest.run();
    }

    private List<Entrant> entrants(Splits<?> examples) {
        return begun.arms().stream()
                .map(runner -> runner.entrant(
                        Arm.named(examples.kind(), List.of(runner.name())).getFirst()))
                .toList();
    }
}

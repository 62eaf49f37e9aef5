package dev.graft.job;

import dev.graft.torch.Engine;
import dev.graft.torch.Threads;
import dev.graft.train.EpochResult;
import dev.graft.train.History;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.train.RunReport;
import dev.graft.train.SavedModel;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.tune.ResolvedPlan;
import dev.graft.weights.LoadReport;
import dev.graft.weights.Sha256;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps `run.json` up to date while a training goes on.
final class RunReporter implements TrainingListener {
    static final String INITIAL = "initial_sha256";
    static final String OBJECTIVE = "objective";
    private static final String WEIGHTS = "weights";
    private static final String NOTES = "notes";
    private static final Set<String> STARTED_FROM = Set.of(WEIGHTS, INITIAL, NOTES);

    private final RunFolder folder;
    private final Work job;
    private final Map<String, Object> model;
    private final Map<Integer, Double> seconds = new HashMap<>();
    private History history;

    RunReporter(RunFolder folder, Work job) {
        this.folder = folder;
        this.job = job;
        this.model = describeModel();
        this.history = History.none(job.recipe().objective().score());
        folder.earlierReport().ifPresent(this::takeOver);
    }

    /// What a run started from does not change when it goes on: its network is then read from the run itself.
    private void takeOver(RunReport earlier) {
        earlier.epochs().forEach(epoch -> seconds.put(epoch.epoch(), epoch.seconds()));
        earlier.model().forEach((name, value) -> {
            if (STARTED_FROM.contains(name)) {
                model.put(name, value);
            }
        });
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> {
                history = History.of(history.score(), started.before().epochs());
                folder.writeReport(report());
            }
            case TrainingEvent.EpochDone done -> {
                history = history.with(done.result());
                seconds.put(done.result().epoch(), done.seconds());
                folder.writeReport(report());
            }
            case TrainingEvent.PhaseEntered phase -> {}
            case TrainingEvent.ReuseDecided reuse -> {}
            case TrainingEvent.BatchDone batch -> {}
            case TrainingEvent.Stopped stopped -> {}
        }
    }

    /// Writes the last state of the report.
    RunReport finish(History whole) {
        history = whole;
        model.put("model_sha256", Sha256.of(SavedModel.weights(folder.model())));
        RunReport report = report();
        folder.writeReport(report);
        return report;
    }

    /// Writes thresholds that were found for the best model into the last state.
    RunReport decided(RunReport last, RunReport.Decided decided) {
        RunReport report = last.withDecision(decided);
        folder.writeReport(report);
        return report;
    }

    /// A crash may have come between a checkpoint and the report of its epoch, whose time is then not known.
    private RunReport report() {
        List<RunReport.Epoch> epochs = history.epochs().stream()
                .map(result -> epoch(result, seconds.getOrDefault(result.epoch(), 0.0)))
                .toList();
        double wallSeconds =
                epochs.stream().mapToDouble(RunReport.Epoch::seconds).sum();
        long examples = (long) epochs.size()
                * (job.training().examples() + job.validation().examples());
        Record asked = job.asked();
        return new RunReport(
                job.kind(),
                RunReport.VERSION,
                asked == null ? null : RunJson.members(asked),
                job.plan(),
                model,
                job.data(),
                versions(),
                epochs,
                history.best().map(best -> new RunReport.Best(best.epoch(), best.valAccuracy(), best.valLoss())),
                history.stopReason(),
                wallSeconds,
                wallSeconds > 0 ? examples / wallSeconds : 0,
                job.review().apply(history),
                null,
                null);
    }

    private static RunReport.Epoch epoch(EpochResult result, double seconds) {
        return new RunReport.Epoch(
                result.epoch(),
                result.trainLoss(),
                result.trainAccuracy(),
                result.valLoss(),
                result.valAccuracy(),
                seconds);
    }

    private Map<String, Object> describeModel() {
        ResolvedPlan plan = job.plan().resolve(job.model().outline());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("architecture", job.model().architecture());
        facts.put(OBJECTIVE, job.recipe().objective().name());
        facts.put("parameters", job.model().network().params().parameterCount());
        facts.put(
                "trainable",
                plan.phases().stream()
                        .map(ResolvedPlan.ResolvedPhase::trainableCount)
                        .toList());
        facts.put(WEIGHTS, job.model().loadReport().map(LoadReport::source).orElse("none"));
        facts.put(INITIAL, Sha256.of(job.model().network().params()));
        facts.put(NOTES, job.model().loadReport().map(LoadReport::notes).orElse(List.of()));
        return facts;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("graft", Version.GRAFT);
        versions.put("libtorch", Engine.version());
        versions.put("java", Runtime.version().toString());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        versions.put("device", job.model().network().params().device().toString());
        versions.put("threads", Integer.toString(Threads.count()));
        return versions;
    }
}

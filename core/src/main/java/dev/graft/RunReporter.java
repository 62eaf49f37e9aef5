package dev.graft;

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
import dev.graft.tune.PlanJson;
import dev.graft.tune.ResolvedPlan;
import dev.graft.weights.LoadReport;
import dev.graft.weights.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps `run.json` up to date while a training goes on.
final class RunReporter implements TrainingListener {
    private final RunFolder folder;
    private final Work job;
    private final Map<String, Object> model;
    private final List<RunReport.Epoch> epochs = new ArrayList<>();

    RunReporter(RunFolder folder, Work job) {
        this.folder = folder;
        this.job = job;
        this.model = describeModel();
        folder.earlierReport().ifPresent(earlier -> epochs.addAll(earlier.epochs()));
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> {
                epochs.removeIf(epoch -> epoch.epoch() >= started.firstEpoch()); // about to be run again
                folder.writeReport(report(History.EMPTY));
            }
            case TrainingEvent.EpochDone done -> {
                epochs.add(epoch(done.result(), done.seconds()));
                folder.writeReport(report(History.EMPTY));
            }
            case TrainingEvent.PhaseEntered phase -> {}
            case TrainingEvent.ReuseDecided reuse -> {}
            case TrainingEvent.BatchDone batch -> {}
            case TrainingEvent.Stopped stopped -> {}
        }
    }

    /// Writes the last state of the report. The history decides: a crash may have come between a checkpoint and the
    /// report of its epoch, whose time is then not known.
    RunReport finish(History history) {
        Map<Integer, Double> seconds = new HashMap<>();
        epochs.forEach(epoch -> seconds.put(epoch.epoch(), epoch.seconds()));
        epochs.clear();
        history.epochs().forEach(result -> epochs.add(epoch(result, seconds.getOrDefault(result.epoch(), 0.0))));
        model.put("model_sha256", Sha256.of(SavedModel.weights(folder.model())));
        RunReport report = report(history);
        folder.writeReport(report);
        return report;
    }

    private RunReport report(History history) {
        double seconds = epochs.stream().mapToDouble(RunReport.Epoch::seconds).sum();
        long images = (long) epochs.size()
                * (job.training().examples() + job.validation().examples());
        return new RunReport(
                job.options(),
                PlanJson.write(job.plan()),
                model,
                RunJson.MAPPER.valueToTree(job.data()),
                versions(),
                epochs,
                best(),
                history.stopReason(),
                seconds,
                seconds > 0 ? images / seconds : 0);
    }

    private Optional<RunReport.Best> best() {
        History soFar = History.of(epochs.stream()
                .map(epoch -> new EpochResult(
                        epoch.epoch(),
                        epoch.trainLoss(),
                        epoch.trainAccuracy(),
                        epoch.valLoss(),
                        epoch.valAccuracy(),
                        Map.of(),
                        Map.of()))
                .toList());
        return soFar.best().map(best -> new RunReport.Best(best.epoch(), best.valAccuracy(), best.valLoss()));
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
        facts.put("parameters", job.model().network().params().parameterCount());
        facts.put(
                "trainable",
                plan.phases().stream()
                        .map(ResolvedPlan.ResolvedPhase::trainableCount)
                        .toList());
        facts.put("weights", job.model().loadReport().map(LoadReport::source).orElse("none"));
        facts.put("initial_sha256", Sha256.of(job.model().network().params()));
        facts.put("notes", job.model().loadReport().map(LoadReport::notes).orElse(List.of()));
        return facts;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("graft", Graft.VERSION);
        versions.put("libtorch", Engine.version());
        versions.put("java", Runtime.version().toString());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        versions.put("device", job.model().network().params().device().toString());
        versions.put("threads", Integer.toString(Threads.count()));
        return versions;
    }
}

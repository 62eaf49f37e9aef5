package dev.graft.job;

import dev.graft.data.BatchSource;
import dev.graft.data.DataException;
import dev.graft.data.DataSummary;
import dev.graft.data.PartsTable;
import dev.graft.model.TunableModel;
import dev.graft.train.Finding;
import dev.graft.train.History;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.PlainExamples;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.train.RunLock;
import dev.graft.train.RunReport;
import dev.graft.train.Trainer;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import dev.graft.weights.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What tuning comes to once examples are batches: the same for images and texts.
///
/// @param kind    what `run.json` says is trained
/// @param parts   which example is in which part; without entries where examples are made of texts without labels
/// @param plain   what a head is solved on; empty where none is
/// @param review  says what is not good about the result
/// @param ending  what is done with the best model
/// @param asked   what `run.json` says was asked for; null for nothing
record Work(
        RunKind kind,
        TunableModel model,
        DataSummary data,
        PartsTable parts,
        Plan plan,
        Recipe recipe,
        ReuseSettings reuse,
        BatchSource training,
        BatchSource validation,
        Optional<PlainExamples> plain,
        FineTuning.Watch watch,
        Function<History, List<Finding>> review,
        Ending ending,
        @Nullable Record asked) {

    Run run(Path folder) {
        Trainer trainer = trainer(); // finds out what does not go together before anything is written
        RunFolder.requireFree(folder);
        try (RunLock _ = RunLock.hold(folder)) {
            return runAlone(trainer, RunFolder.create(folder));
        }
    }

    private Run runAlone(Trainer trainer, RunFolder run) {
        List<Path> written = model.describe(run.model());
        if (!parts.entries().isEmpty()) {
            run.writeParts(parts);
        }
        try {
            Run finished = run(trainer, run);
            run.requireWhole(written);
            return finished;
        } catch (IllegalArgumentException | DataException e) {
            run.discardUnlessBegun(written);
            throw e;
        }
    }

    Run resume(Path folder) {
        RunFolder run = RunFolder.open(folder);
        run.requireKind(kind);
        try (RunLock _ = RunLock.hold(folder)) {
            requireSameObjective(run);
            requireSameStart(run);
            return run(trainer(), run);
        }
    }

    /// Runs of earlier versions say nothing of it: theirs is the usual one.
    private void requireSameObjective(RunFolder run) {
        Object then = run.readReport()
                .model()
                .getOrDefault(RunReporter.OBJECTIVE, recipe.objective().task().word());
        if (!then.equals(recipe.objective().name())) {
            throw new IllegalArgumentException(run.root() + ": expected the objective that this run was started with, '"
                    + then + "', found '" + recipe.objective().name() + "'; give that one, or start a new run");
        }
    }

    /// Before the first checkpoint a run begins again, with whatever the weights are by now.
    private void requireSameStart(RunFolder run) {
        if (run.hasCheckpoint()) {
            return;
        }
        Object then = run.readReport().model().get(RunReporter.INITIAL);
        String now = Sha256.of(model.network().params());
        if (then != null && !then.equals(now)) {
            throw new IllegalArgumentException(run.root() + ": the weights are not those that this run was started"
                    + " from: expected " + RunReporter.INITIAL + " " + then + ", found " + now
                    + "; bring them back, or start a new run");
        }
    }

    LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        return LearningRateFinder.find(model.network(), plan, recipe, training, range, watch.listeners());
    }

    /// @throws IllegalArgumentException if something does not go together: the precision and the device, say
    Trainer trainer() {
        Trainer trainer = new Trainer(model.network(), plan, recipe, training, validation).withReuse(reuse);
        plain.ifPresent(trainer::withPlainExamples);
        return trainer;
    }

    private Run run(Trainer trainer, RunFolder folder) {
        Optional<RunReport> earlier = folder.earlierReport();
        RunReporter reporter = new RunReporter(folder, this);
        History history =
                watch.over(trainer.withFolder(folder).withListener(reporter)).fit();
        long trainable = plan.resolve(model.outline()).phases().getLast().trainableCount();
        RunReport finished = reporter.finish(history);
        RunReport report = decidedBefore(earlier, history)
                .or(() -> ending.of(folder))
                .map(decided -> reporter.decided(finished, decided))
                .orElse(finished);
        return new Run(folder.root(), history, report, trainable);
    }

    /// Where no epoch is added to a run that had its ending, its model may have been given other thresholds since.
    private static Optional<RunReport.Decided> decidedBefore(Optional<RunReport> earlier, History history) {
        return earlier.filter(then -> then.epochs().size() == history.epochs().size())
                .map(RunReport::decision);
    }
}

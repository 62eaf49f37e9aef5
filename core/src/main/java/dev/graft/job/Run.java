package dev.graft.job;

import dev.graft.train.EpochResult;
import dev.graft.train.History;
import dev.graft.train.RunReport;
import java.nio.file.Path;
import java.util.Optional;

/// A finished training: where it lies and what came out.
///
/// @param folder  the run folder, which [dev.graft.model.ModelKind#open] takes
/// @param history results epoch by epoch
/// @param report  what `run.json` says
/// @param trainable elements of the parameters that learned in the last phase
public record Run(Path folder, History history, RunReport report, long trainable) {
    /// The epoch whose model is kept.
    public EpochResult best() {
        return history.best().orElseThrow();
    }

    /// The line that its best epoch was reported with.
    ///
    /// @param epochs of the whole plan
    public String line(int epochs) {
        return best().line(history.score(), epochs);
    }

    /// Epochs until a validation accuracy was reached; empty if it never was.
    public Optional<Integer> epochsTo(double accuracy) {
        return history.firstToReach(accuracy).map(EpochResult::epoch);
    }

    /// Seconds of training and validation until a validation accuracy was reached; empty if it never was.
    public Optional<Double> secondsTo(double accuracy) {
        return epochsTo(accuracy)
                .map(last -> report.epochs().stream()
                        .filter(epoch -> epoch.epoch() <= last)
                        .mapToDouble(RunReport.Epoch::seconds)
                        .sum());
    }
}

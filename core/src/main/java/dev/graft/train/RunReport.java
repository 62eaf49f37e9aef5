package dev.graft.train;

import dev.graft.data.DataSummary;
import dev.graft.tune.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `run.json`: where a model comes from, in full.
///
/// @param kind            what was trained
/// @param version         of the form of this file
/// @param recipe          what was asked for, by name: enough to start the same run again, unless a program asked for
///     it; null where a program said nothing
/// @param plan            groups, rates and schedule
/// @param model           architecture, parameters, hashes of the weights it started from
/// @param data            counts of examples by class and part, and what was left out
/// @param versions        of Graft, libtorch, Java and the system
/// @param epochs          results with times
/// @param best            the epoch whose model is kept; empty before the first
/// @param stopReason      empty while the run goes on, or if it was interrupted
/// @param wallSeconds     of training and evaluation
/// @param examplesPerSecond examples trained on and evaluated, a second
public record RunReport(
        RunKind kind,
        int version,
        @Nullable Map<String, Object> recipe,
        Plan plan,
        Map<String, Object> model,
        DataSummary data,
        Map<String, String> versions,
        List<Epoch> epochs,
        Optional<Best> best,
        Optional<StopReason> stopReason,
        double wallSeconds,
        double examplesPerSecond) {
    /// The form that is written. What an earlier Graft would misread has a greater one: see decision 35.
    public static final int VERSION = 1;

    /// An epoch with its time.
    public record Epoch(
            int epoch, double trainLoss, double trainAccuracy, double valLoss, double valAccuracy, double seconds) {}

    /// The epoch whose model is kept.
    public record Best(int epoch, double valAccuracy, double valLoss) {}

    public RunReport {
        epochs = List.copyOf(epochs);
    }
}

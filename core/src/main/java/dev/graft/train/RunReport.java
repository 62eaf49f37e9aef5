package dev.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.DataSummary;
import dev.graft.task.Decision;
import dev.graft.tune.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
/// @param findings        what is not good about the result; none where all is well, or while the run goes on
/// @param decision        thresholds that were found for the model that is kept; null where none were asked for
/// @param race            how the way of tuning was chosen, where several ran for it; null where it was not
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
        double examplesPerSecond,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Finding> findings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Decided decision,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> race) {
    /// The form that is written. What an earlier Graft would misread has a greater one: see decision 35.
    public static final int VERSION = 1;

    /// An epoch with its time.
    public record Epoch(
            int epoch, double trainLoss, double trainAccuracy, double valLoss, double valAccuracy, double seconds) {}

    /// The epoch whose model is kept.
    public record Best(int epoch, double valAccuracy, double valLoss) {}

    /// What thresholds come to on the validation part.
    ///
    /// @param thresholds by class
    /// @param with       as they decide
    /// @param without    where the most probable class is said
    public record Decided(Map<String, Decision.Threshold> thresholds, Judged with, Judged without) {
        public Decided {
            thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        }
    }

    /// How good the kept model is.
    ///
    /// @param metrics scores, by name
    /// @param classes scores of each class that has a threshold, by class and name
    public record Judged(Map<String, Double> metrics, Map<String, Map<String, Double>> classes) {
        public Judged {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        }
    }

    /// The same with thresholds.
    public RunReport withDecision(Decided value) {
        return with(kind, value, race);
    }

    /// The same as what a race came to.
    ///
    /// @param value how it was chosen
    public RunReport withRace(Map<String, Object> value) {
        return with(RunKind.RACE, decision, value);
    }

    private RunReport with(RunKind as, @Nullable Decided decided, @Nullable Map<String, Object> raced) {
        return new RunReport(
                as,
                version,
                recipe,
                plan,
                model,
                data,
                versions,
                epochs,
                best,
                stopReason,
                wallSeconds,
                examplesPerSecond,
                findings,
                decided,
                raced);
    }

    public RunReport {
        epochs = List.copyOf(epochs);
        findings = List.copyOf(Objects.requireNonNullElse(findings, List.of())); // earlier versions said nothing
    }
}

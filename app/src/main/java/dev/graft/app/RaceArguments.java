package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.advise.Race;
import dev.graft.job.TrainingRequest;
import dev.graft.weights.Hub;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options of a race between ways of tuning.
final class RaceArguments {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = Converters.Time.class,
            defaultValue = "30m",
            description = "For --strategy auto: time that choosing a strategy and training may take, such as 90s or"
                    + " 30m; strategies that do not fit into it are left out. Default: ${DEFAULT-VALUE}.")
    private Duration budget = Race.USUAL_BUDGET;

    @Option(
            names = "--arms",
            paramLabel = "NAMES",
            split = ",",
            description = "For --strategy auto: which strategies are tried, such as features,last-stage. Default: all"
                    + " that suit the examples.")
    private List<String> arms = List.of();

    /// @throws IllegalArgumentException if one of them is given where there is no race
    void requireAbsent() {
        Given.of(requireNonNull(spec), RaceArguments.class).findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(option + ": is for --strategy auto");
        });
    }

    /// Reads the data, and finds out who runs.
    Race race(TrainingRequest request, Hub hub) {
        return Race.of(request, arms, budget, hub);
    }
}

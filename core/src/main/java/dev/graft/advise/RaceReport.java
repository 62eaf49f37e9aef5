package dev.graft.advise;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Verdict.Chosen;
import dev.graft.job.TrainingOptions;
import dev.graft.train.RunJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `race` in `run.json`: which arms ran, how far, who was stopped why, and who was chosen.
///
/// @param metric    what scores are: `accuracy`, `exact_match` or `r2`
/// @param heldBack  what arms were compared on
/// @param budget    seconds that race and training may take
/// @param estimated seconds that they were going to take at most
/// @param arms      from the cheapest to the most thorough
/// @param cut       arms that did not run, why, and how they run nevertheless
/// @param chosen    null while it runs
/// @param judged    null before the end
public record RaceReport(
        String metric,
        String heldBack,
        double budget,
        double estimated,
        List<Runner> arms,
        List<Cut> cut,
        @Nullable Chosen chosen,
        @Nullable Judged judged) {
    /// An arm and what became of it.
    ///
    /// @param name     of the arm, and of its folder
    /// @param options  that make a `graft train` of it
    /// @param recipe   all that the training is told
    /// @param epochs   of the whole training
    /// @param heat     epochs that it had in the race
    /// @param estimate seconds that it would take, at most
    /// @param rungs    that it reached
    /// @param stopped  why it ran no further; null where it was not stopped
    public record Runner(
            String name,
            List<String> options,
            Map<String, Object> recipe,
            int epochs,
            int heat,
            double estimate,
            List<Rung> rungs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String stopped) {
        static Runner of(Entrant entrant) {
            return new Runner(
                    entrant.name(),
                    entrant.arm().options(),
                    RunJson.members(entrant.options()),
                    entrant.epochs(),
                    entrant.heat(),
                    entrant.seconds(),
                    List.of(),
                    null);
        }

        Runner with(Rung rung) {
            List<Rung> more = new ArrayList<>(rungs);
            more.add(rung);
            return new Runner(name, options, recipe, epochs, heat, estimate, List.copyOf(more), stopped);
        }

        private String reached() {
            return (rungs.isEmpty() ? 0 : rungs.getLast().epochs()) + "/" + heat;
        }

        private String score() {
            return rungs.isEmpty()
                    ? "-"
                    : new Measured(rungs.getLast().score(), rungs.getLast().error()).toString();
        }

        Runner stopped(String why) {
            return new Runner(name, options, recipe, epochs, heat, estimate, rungs, why);
        }

        TrainingOptions trained() {
            return RunJson.LINES.readValue(RunJson.LINES.writeValueAsString(recipe), TrainingOptions.class);
        }

        Entrant entrant(Arm arm) {
            return new Entrant(arm, trained(), epochs, heat, estimate);
        }
    }

    /// How an arm did.
    ///
    /// @param epochs  after so many
    /// @param score   on what was held back from it
    /// @param error   standard error of the score
    /// @param seconds that these epochs took, in all folds
    public record Rung(int epochs, double score, double error, double seconds) {}

    /// How good the model is that came of it.
    ///
    /// @param part        `test`, or `validation` where the data have no test part
    /// @param value       of the metric
    /// @param low         with a certainty of 95% it is not below
    /// @param high        nor above
    /// @param examples    that it was judged by
    /// @param choseEpoch  whether they chose the epoch, too
    public record Judged(String part, double value, double low, double high, int examples, boolean choseEpoch) {}

    public RaceReport {
        arms = List.copyOf(arms);
        cut = List.copyOf(cut);
    }

    static RaceReport of(Map<String, Object> race) {
        return RunJson.LINES.readValue(RunJson.LINES.writeValueAsString(race), RaceReport.class);
    }

    /// Nothing has run yet.
    RaceReport begun() {
        List<Runner> fresh = arms.stream()
                .map(arm -> new Runner(
                        arm.name(),
                        arm.options(),
                        arm.recipe(),
                        arm.epochs(),
                        arm.heat(),
                        arm.estimate(),
                        List.of(),
                        null))
                .toList();
        return new RaceReport(metric, heldBack, budget, estimated, fresh, cut, null, null);
    }

    private RaceReport with(String arm, UnaryOperator<Runner> change) {
        List<Runner> changed = arms.stream()
                .map(each -> each.name().equals(arm) ? change.apply(each) : each)
                .toList();
        return new RaceReport(metric, heldBack, budget, estimated, changed, cut, chosen, judged);
    }

    RaceReport with(String arm, Rung rung) {
        return with(arm, each -> each.with(rung));
    }

    RaceReport stopped(String arm, String why) {
        return with(arm, each -> each.stopped(why));
    }

    RaceReport withChosen(Chosen value) {
        return new RaceReport(metric, heldBack, budget, estimated, arms, cut, value, judged);
    }

    RaceReport withJudged(Judged value) {
        return new RaceReport(metric, heldBack, budget, estimated, arms, cut, chosen, value);
    }

    Map<String, Object> members() {
        return RunJson.members(this);
    }

    /// The arm of that name.
    Runner arm(String name) {
        return arms.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The race as a table: how far each arm came, its score, and why it ran no further.
    public List<String> table() {
        int width = Math.max(
                "arm".length(),
                arms.stream().mapToInt(arm -> arm.name().length()).max().orElse(0));
        String row = "  %-" + width + "s  %8s  %-15s  %s";
        return Stream.concat(
                        Stream.of(row.formatted("arm", "epochs", metric, "")),
                        arms.stream()
                                .map(arm -> row.formatted(arm.name(), arm.reached(), arm.score(), state(arm))
                                        .stripTrailing()))
                .map(String::stripTrailing)
                .toList();
    }

    private String state(Runner arm) {
        if (chosen != null && chosen.arm().equals(arm.name())) {
            return "chosen";
        }
        return arm.stopped() == null ? "" : "stopped: " + arm.stopped();
    }
}

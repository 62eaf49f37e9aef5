package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.LearningCurve.Forecast;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which way of tuning is recommended, and why. It follows from the evidence alone: the same numbers give the same
/// advice.
///
/// @param cell    of the usual table, which is believed where nothing was measured
/// @param model   to tune; empty where there is none to choose from, so that the usual one is taken
/// @param step    of the flow
/// @param stages  before the head that are to be tuned; 0 for as many as is usual
/// @param options of `graft train` that say the step
/// @param reasons what decided, in the order in which it did
/// @param gains   over what is cheaper
/// @param doubled what twice the examples would give; empty where no curve was measured
/// @param next    what is worth a try after this; empty where nothing is
/// @param notes   what makes it less certain than it looks
public record Advice(
        TableCell cell,
        Optional<String> model,
        Step step,
        int stages,
        List<String> options,
        List<Reason> reasons,
        List<Gain> gains,
        Optional<Forecast> doubled,
        Optional<Next> next,
        List<String> notes) {
    /// Something that decided, or spoke for what was decided.
    ///
    /// @param rule what it is called: `table`, `model`, `enough`, `too-few-to-see`, `earlier-stage`,
    ///     `no-better-than-constant`, `neighbours`
    /// @param says the reason, as a sentence without its full stop
    public record Reason(String rule, String says) {}

    /// What is gained over something cheaper.
    ///
    /// @param what       is better
    /// @param over       what is cheaper
    /// @param difference of the scores; null where it was not measured
    public record Gain(String what, String over, @Nullable Measured difference) {
        /// As a sentence without its full stop.
        public String says() {
            if (difference == null) {
                return what + " over " + over + ": not measured, the table alone says so";
            }
            return what + " over " + over + ": " + difference.signed()
                    + (difference.isCertain() ? "" : ", cannot be told apart");
        }
    }

    /// The next step.
    ///
    /// @param step    of the flow
    /// @param options of `graft train` that say it
    /// @param why     it is worth a try, as a sentence without its full stop
    public record Next(Step step, List<String> options, String why) {}

    public Advice {
        options = List.copyOf(options);
        reasons = List.copyOf(reasons);
        gains = List.copyOf(gains);
        notes = List.copyOf(notes);
    }

    /// What follows from the evidence.
    public static Advice of(Evidence evidence) {
        Optional<Preference> preferred = Preference.of(evidence.candidates());
        Likeness likeness =
                preferred.map(Preference::chosen).map(Candidate::likeness).orElse(Likeness.UNKNOWN);
        return new Deliberation(evidence, preferred, likeness).advice();
    }

    /// What is said of more examples, as a sentence without its full stop.
    ///
    /// @param noun of an example: `image`
    public static String says(Forecast doubled, String noun) {
        Measured gain = doubled.gain();
        String about = String.format(
                Locale.ROOT, "%.3f (%+.3f ± %.3f)", doubled.score().mean(), gain.mean(), gain.error());
        if (gain.isCertain()) {
            return "twice the " + noun + "s would give a head about " + about;
        }
        return gain.mean() + gain.margin() < NOT_WORTH
                ? "more " + noun + "s will not help a head: twice as many would give about " + about
                : "twice the " + noun + "s would give a head about " + about + ": a gain cannot be told from none";
    }

    /// Less than this nobody labels twice the examples for.
    private static final double NOT_WORTH = 0.01;
}

package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Examiner.Examined;
import dev.graft.data.Kind;
import dev.graft.data.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is looked at, so that it fits into a budget, and what it will take.
///
/// @param stops    models that are looked at, in their order; at least one
/// @param examples that are looked at, of those there are
/// @param inspects whether copies and the like are looked for
/// @param anyway   seconds for what is done whatever the models: those that went by until this was known, the
/// inspection
///     if there is one, the measurement of a training
/// @param cut      what is left out
public record Itinerary(List<Stop> stops, int examples, boolean inspects, double anyway, List<Cut> cut) {
    /// With fewer examples than this there is nothing to see.
    private static final int FEWEST = 60;

    private static final int SECONDS_A_MINUTE = 60;

    /// One model, by what it took with a few examples.
    ///
    /// @param contender the model
    /// @param opening   seconds until it can be asked
    /// @param looking   seconds to look at one more example
    /// @param few       examples that were looked at
    /// @param judging   seconds to solve heads of so many
    /// @param features  of an example, on the widest stage
    /// @param seen      what was found with all examples; null where only a few were looked at
    public record Stop(
            Contender contender,
            double opening,
            double looking,
            int few,
            double judging,
            int features,
            @Nullable Candidate seen) {
        /// @param examples that were looked at
        static Stop of(Contender contender, Examined examined, int examples) {
            return new Stop(
                    contender,
                    examined.opening(),
                    examined.looking() / examples,
                    examples,
                    examined.judging(),
                    examined.features(),
                    null);
        }

        double seconds(int examples) {
            return seen != null ? 0 : opening + examples * looking + judging(examples);
        }

        /// Where examples are many, a head takes as long for each as there are features, of few as there are examples;
        /// what it takes anyway is most of it there. The way between both was nearest to what was measured.
        private double judging(int examples) {
            double times = (double) examples / few;
            double wider = (double) Math.min(examples, features) / Math.min(few, features);
            return judging * times * Math.sqrt(Math.max(1, wider));
        }

        Stop withSeen(Candidate value) {
            return new Stop(contender, opening, looking, few, judging, features, value);
        }
    }

    public Itinerary {
        stops = List.copyOf(stops);
        cut = List.copyOf(cut);
    }

    /// Seconds in all, those that went by included.
    public double seconds() {
        return anyway
                + stops.stream().mapToDouble(stop -> stop.seconds(examples)).sum();
    }

    /// Leaves out models from the end of the list until the rest fits; where the first alone does not, half of the
    /// examples, and half of those.
    Itinerary within(Duration budget, Kind kind) {
        double seconds = budget.toMillis() / 1e3;
        Itinerary fitting = this;
        List<String> models = new ArrayList<>();
        while (fitting.seconds() > seconds && fitting.stops.size() > 1) {
            models.addFirst(fitting.stops.getLast().contender().model());
            fitting = fitting.withStops(fitting.stops.subList(0, fitting.stops.size() - 1));
        }
        while (fitting.seconds() > seconds && fitting.examples / 2 >= FEWEST) {
            fitting = fitting.withExamples(fitting.examples / 2);
        }
        List<Cut> all = new ArrayList<>(cut);
        String budgetWas = "the budget is " + shown(seconds);
        String back = "--budget " + minutes(seconds());
        if (!models.isEmpty()) {
            all.add(new Cut(String.join(", ", models), budgetWas, back));
        }
        if (fitting.examples < examples) {
            all.add(new Cut(
                    Wording.count(examples - fitting.examples, kind.noun()) + " of " + Wording.number(examples),
                    budgetWas,
                    back));
        }
        return new Itinerary(fitting.stops, fitting.examples, inspects, anyway, all);
    }

    private Itinerary withStops(List<Stop> value) {
        return new Itinerary(value, examples, inspects, anyway, cut);
    }

    private Itinerary withExamples(int value) {
        return new Itinerary(stops, value, inspects, anyway, cut);
    }

    private static String shown(double seconds) {
        return seconds < SECONDS_A_MINUTE ? Math.round(seconds) + " s" : minutes(seconds);
    }

    /// As much as is needed, with a little room: `7m`.
    private static String minutes(double seconds) {
        return Math.max(1, (int) Math.ceil(seconds / SECONDS_A_MINUTE)) + "m";
    }
}

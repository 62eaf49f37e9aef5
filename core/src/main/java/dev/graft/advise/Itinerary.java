package dev.graft.advise;

import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Examiner.Examined;
import dev.graft.data.Kind;
import dev.graft.data.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is looked at, so that it fits into a budget, and what it will take.
///
/// @param stops    models that are looked at, in their order; at least one
/// @param examples that are looked at, of those there are
/// @param anyway   seconds for what is done whatever the models: those that went by until this was known, an
/// inspection,
///     the measurement of what a training will take
/// @param cut      what is left out
public record Itinerary(List<Stop> stops, int examples, double anyway, List<Cut> cut) {
    /// With fewer examples than this there is nothing to see.
    private static final int FEWEST = 60;

    private static final int SECONDS_A_MINUTE = 60;

    /// One model, by what it took with a few examples.
    ///
    /// @param contender the model
    /// @param opening   seconds until it can be asked
    /// @param looking   seconds that a look at one more example takes
    /// @param judging   seconds to solve heads for one more example; where there are fewer examples than
    ///     features, as much less
    /// @param features  of an example, on the widest stage
    public record Stop(Contender contender, double opening, double looking, double judging, int features) {
        /// @param examples that were looked at
        static Stop of(Contender contender, Examined examined, int examples) {
            int features = Math.max(1, examined.features());
            return new Stop(
                    contender,
                    examined.opening(),
                    examined.looking() / examples,
                    examined.judging() / examples / Math.min(1, examples / (double) features),
                    features);
        }

        double seconds(int examples) {
            return opening + examples * (looking + judging * Math.min(1, examples / (double) features));
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
            fitting = new Itinerary(fitting.stops, fitting.examples / 2, anyway, cut);
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
        return new Itinerary(fitting.stops, fitting.examples, anyway, all);
    }

    private Itinerary withStops(List<Stop> value) {
        return new Itinerary(value, examples, anyway, cut);
    }

    private static String shown(double seconds) {
        return seconds < SECONDS_A_MINUTE ? Math.round(seconds) + " s" : minutes(seconds);
    }

    /// As much as is needed, with a little room: `7m`.
    private static String minutes(double seconds) {
        return Math.max(1, (int) Math.ceil(seconds / SECONDS_A_MINUTE)) + "m";
    }
}

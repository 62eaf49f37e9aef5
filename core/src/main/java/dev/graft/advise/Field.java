package dev.graft.advise;

import dev.graft.advise.Evidence.Cut;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.train.CostEstimate.PhaseCost;
import dev.graft.weights.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Who runs, what that takes, and who does not.
///
/// @param entrants from the cheapest to the most thorough; at least one
/// @param cut      arms that do not run
/// @param share    of the training part that an arm learns from, all folds together
record Field(List<Entrant> entrants, List<Cut> cut, double share) {
    private static final double MINUTE = 60;

    Field {
        entrants = List.copyOf(entrants);
        cut = List.copyOf(cut);
    }

    /// Arms that can be what was asked for.
    ///
    /// @param arms those that contradict it
    record Possible(List<Arm> arms, List<Cut> cut) {
        /// Those that run where nobody says which.
        Possible suiting(Kind kind, Likeness likeness) {
            List<Arm> usual = Arm.usual(kind, likeness);
            List<Arm> running = arms.stream().filter(usual::contains).toList();
            return running.isEmpty() ? this : new Possible(running, cut);
        }

        /// The cheapest alone.
        Possible first(String why) {
            List<Cut> all = new ArrayList<>(cut);
            arms.stream()
                    .skip(1)
                    .forEach(
                            arm -> all.add(new Cut(arm.name(), why, "more examples, or --strategy " + arm.strategy())));
            return new Possible(arms.subList(0, 1), List.copyOf(all));
        }
    }

    /// @throws IllegalArgumentException if there is none
    static Possible possible(TrainingRequest request, List<Arm> arms) {
        List<Arm> possible = new ArrayList<>();
        List<Cut> cut = new ArrayList<>();
        IllegalArgumentException first = null;
        for (Arm arm : arms) {
            if (arm.isOverruled(request) && arms.size() > 1) {
                cut.add(new Cut(arm.name(), "it is another arm at a rate of its own", "leave out --lr"));
                continue;
            }
            try {
                var unused = arm.asked(request).options();
                possible.add(arm);
            } catch (IllegalArgumentException e) {
                first = first == null ? e : first;
                cut.add(new Cut(arm.name(), String.valueOf(e.getMessage()), "leave out what it cannot be told"));
            }
        }
        if (possible.isEmpty()) {
            throw first == null ? new IllegalArgumentException("--arms: none of them can run") : first;
        }
        return new Possible(possible, cut);
    }

    /// Makes each arm's training once, to know what it is told and what it takes. What the dearest epoch of the most
    /// thorough takes is measured, and what others take only where it matters.
    ///
    /// @param seconds that a training takes
    static <X> Field of(
            TrainingRequest request,
            Possible possible,
            Splits<X> data,
            double share,
            Duration budget,
            Hub hub,
            ToDoubleFunction<FineTuning<?>> seconds) {
        List<Entrant> entrants = new ArrayList<>();
        double longest = 0; // of an epoch
        for (Arm arm : possible.arms().reversed()) {
            boolean measured = entrants.isEmpty();
            Entrant entrant = entrant(request, arm, data, hub, job -> measured ? seconds.applyAsDouble(job) : 0);
            longest = measured ? entrant.seconds() / entrant.epochs() : longest;
            entrants.addFirst(entrant.withSeconds(longest * entrant.epochs()));
        }
        Field bounded = new Field(entrants, possible.cut(), share);
        if (bounded.seconds() <= budget.toSeconds()) {
            return bounded;
        }
        List<Entrant> exact = possible.arms().stream()
                .map(arm -> entrant(request, arm, data, hub, seconds))
                .toList();
        return new Field(exact, possible.cut(), share).within(budget);
    }

    private static <X> Entrant entrant(
            TrainingRequest request, Arm arm, Splits<X> data, Hub hub, ToDoubleFunction<FineTuning<?>> seconds) {
        try (TrainingJob job = TrainingJob.of(arm.asked(request), data, hub)) {
            int epochs = job.tuning().plan().epochs();
            return new Entrant(arm, job.options(), epochs, heat(job, epochs), seconds.applyAsDouble(job.tuning()));
        }
    }

    /// All epochs where what was asked for does not fit into fewer, such as stages that join later.
    private static int heat(TrainingJob job, int epochs) {
        int heat = Ladder.heat(epochs);
        if (heat == epochs) {
            return epochs;
        }
        try {
            return job.options().withEpochs(heat).plan(job.model().outline()).epochs();
        } catch (IllegalArgumentException e) {
            return epochs;
        }
    }

    /// Measured, from a few batches.
    static double seconds(FineTuning<?> tuning) {
        return tuning.estimate().seconds();
    }

    /// What it would take if every epoch took what those of the dearest phase do.
    private static double dearest(FineTuning<?> tuning) {
        return tuning.plan().epochs()
                * tuning.estimate().phases().stream()
                        .mapToDouble(PhaseCost::secondsPerEpoch)
                        .max()
                        .orElse(0);
    }

    /// What the race and the training of who is chosen take, at most.
    double seconds() {
        double last = entrants.stream().mapToDouble(Entrant::seconds).max().orElse(0);
        return last + (entrants.size() > 1 ? share * Ladder.seconds(entrants) : 0);
    }

    /// Without arms from the thorough end, until the rest fits; the cheapest always stays.
    Field within(Duration budget) {
        Field field = this;
        while (field.entrants.size() > 1 && field.seconds() > budget.toSeconds()) {
            List<Entrant> fewer = field.entrants.subList(0, field.entrants.size() - 1);
            List<Cut> more = new ArrayList<>(field.cut);
            more.add(new Cut(
                    field.entrants.getLast().name(),
                    "race and training would take %s, the budget is %s"
                            .formatted(minutes(field.seconds()), minutes(budget.toSeconds())),
                    "--budget " + minutes(field.seconds())));
            field = new Field(fewer, more, share);
        }
        return field;
    }

    /// `12m`, rounded up.
    static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%dm", (long) Math.max(1, Math.ceil(seconds / MINUTE)));
    }
}

package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Evidence.Examples;
import dev.graft.advise.Examiner.Examined;
import dev.graft.advise.Itinerary.Stop;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Wording;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.train.CostEstimate;
import dev.graft.weights.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What an [Advisor] does, for one kind of examples.
///
/// @param tuning     the data, and the model that is tried first
/// @param request    a training of a head, whatever the model
/// @param contenders models to choose from
/// @param hub        where they come from
/// @param start      when it began, as the system counts nanoseconds
record Looking<X>(FineTuning<X> tuning, TrainingRequest request, Contenders contenders, Hub hub, long start) {
    /// Examples of a first look: enough to see who is certainly worse, and how long looking takes.
    private static final int FIRST_LOOK = 96;

    /// The measurement of a training tries a few batches, which takes as long as looking at so many examples: of a
    /// head that is solved, or of what learns backwards too.
    private static final int EXAMPLES_OF_SOLVING = 200;

    private static final int EXAMPLES_OF_STEPPING = 1_200;
    private static final int EPOCHS_OF_AN_ESTIMATE = 4;
    private static final double SECONDS_OF_AN_ESTIMATE = 2;

    /// Examples by which it is known what a search for copies takes, and seconds above which it goes by pairs.
    private static final int PAIRED = 48;

    private static final double QUICK_SECONDS = 1;

    /// Of the budget, for what is found without a model.
    private static final double SHARE_OF_INSPECTION = 0.2;

    private static final String NOT_SEARCHED =
            "copies were not looked for; where there are some, heads look better than they are";

    Itinerary itinerary(Duration budget) {
        Examiner<X> examiner = examiner();
        Dataset<X> few = Sample.of(tuning.data().train(), FIRST_LOOK, seed());
        List<Examined> looked = new ArrayList<>();
        examiner.examine(contenders.all().getFirst(), few, (done, all) -> {}); // Java warms up
        for (Contender contender : contenders.all()) {
            looked.add(examiner.examine(contender, few, (done, all) -> {}));
        }
        List<Cut> cut = new ArrayList<>();
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < looked.size(); i++) {
            Contender contender = contenders.all().get(i);
            Optional<Cut> worse = worse(contender, looked.get(i).candidate(), looked, few.size());
            worse.ifPresent(cut::add);
            if (worse.isEmpty()) {
                Stop stop = Stop.of(contender, looked.get(i), few.size());
                boolean all = few.size() == tuning.data().train().size();
                stops.add(all ? stop.withSeen(looked.get(i).candidate()) : stop);
            }
        }
        Splits<X> data = tuning.data();
        double inspection = inspectionSeconds();
        boolean inspects = inspection <= SHARE_OF_INSPECTION * budget.toSeconds();
        if (!inspects) {
            cut.add(new Cut(
                    "a search for copies",
                    "it takes about " + Math.round(inspection) + " s",
                    "graft inspect, or a larger --budget"));
        }
        double spent = (System.nanoTime() - start) * 1e-9;
        double anyway = spent + (inspects ? inspection : 0) + estimating(looked.getFirst(), few.size());
        return new Itinerary(stops, data.train().size(), inspects, anyway, cut).within(budget, data.kind());
    }

    /// Seconds to measure what a training takes.
    private double estimating(Examined examined, int examples) {
        boolean solved = TableCell.of(tuning.data().train().size(), Likeness.Level.UNKNOWN)
                .step()
                .equals(Step.FEATURES);
        int most = solved ? EXAMPLES_OF_SOLVING : EXAMPLES_OF_STEPPING;
        return SECONDS_OF_AN_ESTIMATE
                + Math.min(most, EPOCHS_OF_AN_ESTIMATE * tuning.data().train().size()) * examined.looking() / examples;
    }

    /// Whether a model is worse than the best beyond what chance makes of so few examples.
    private static Optional<Cut> worse(Contender contender, Candidate candidate, List<Examined> looked, int examples) {
        return candidate
                .last()
                .flatMap(own -> looked.stream()
                        .map(Examined::candidate)
                        .filter(each -> each.last().isPresent())
                        .max(Comparator.comparingDouble(each ->
                                each.last().orElseThrow().probe().measured().mean()))
                        .filter(best -> best.last()
                                .orElseThrow()
                                .probe()
                                .over(own.probe())
                                .isCertain())
                        .map(best -> new Cut(
                                contender.model(),
                                "a head on %s gives %s, on %s %s"
                                        .formatted(
                                                Wording.number(examples),
                                                own.probe().measured(),
                                                best.model(),
                                                best.last()
                                                        .orElseThrow()
                                                        .probe()
                                                        .measured()),
                                "--models " + contender.model())));
    }

    /// By two looks at a few: with some data it takes as long for each further example, with others, in which many seem
    /// alike, as long for each pair.
    private double inspectionSeconds() {
        int all = tuning.data().all().size();
        seconds(PAIRED / 2); // Java warms up
        double few = seconds(PAIRED);
        if (few > QUICK_SECONDS) {
            return few * Math.pow(Math.max(1, (double) all / PAIRED), 2);
        }
        double more = seconds(2 * PAIRED);
        double power = Math.clamp(Math.log(more / few) / Math.log(2), 1, 2);
        return more * Math.pow(Math.max(1, all / (2.0 * PAIRED)), power);
    }

    /// That an inspection of so many takes.
    private double seconds(int examples) {
        Dataset<X> some = Sample.of(tuning.data().train(), examples, seed());
        long begun = System.nanoTime();
        inspector(Splits.of(tuning.data().kind(), some, some.subset())).inspect();
        return (System.nanoTime() - begun) * 1e-9;
    }

    private Inspector<X> inspector(Splits<X> data) {
        return new Inspector<>(data, tuning.model(), tuning.input(), seed(), false, (step, done, all) -> {});
    }

    Advised advise(Itinerary itinerary, Inspector.Progress progress) {
        Inspection inspection = itinerary.inspects()
                ? inspector(tuning.data()).withProgress(progress).inspect()
                : null;
        Copies copies = inspection == null ? Copies.NONE : Copies.of(inspection);
        Dataset<X> examples = copies.together(Sample.of(tuning.data().train(), itinerary.examples(), seed()));
        List<String> notes =
                itinerary.inspects() ? copies.notes(examples, tuning.data().kind()) : List.of(NOT_SEARCHED);
        Evidence evidence = new Evidence(Examples.of(tuning.data()), List.of(), itinerary.cut(), notes);
        for (Stop stop : itinerary.stops()) {
            String step = "asking " + stop.contender().model();
            Candidate seen = copies.areAmong(examples) ? null : stop.seen();
            evidence = evidence.with(
                    seen != null
                            ? seen
                            : examiner()
                                    .examine(stop.contender(), examples, (done, all) -> progress.at(step, done, all))
                                    .candidate());
        }
        Advice advice = Advice.of(evidence);
        Contender chosen = itinerary.stops().stream()
                .map(Stop::contender)
                .filter(each -> advice.model().filter(each.model()::equals).isPresent())
                .findFirst()
                .orElse(contenders.all().getFirst());
        List<String> options = new ArrayList<>(chosen.options());
        options.addAll(advice.options());
        return new Advised(
                tuning.summary(),
                inspection,
                evidence,
                advice,
                options,
                training(chosen, advice),
                itinerary.seconds(),
                (System.nanoTime() - start) * 1e-9);
    }

    private CostEstimate training(Contender chosen, Advice advice) {
        TrainingRequest asked = advice.step().asked(chosen.of(request), advice.stages());
        try (TrainingJob job = TrainingJob.of(asked, tuning.data(), hub)) {
            return job.tuning().estimate();
        }
    }

    private Examiner<X> examiner() {
        return new ProbeExaminer<>(request, tuning.data(), hub, seed());
    }

    private long seed() {
        return tuning.recipe().seed();
    }
}

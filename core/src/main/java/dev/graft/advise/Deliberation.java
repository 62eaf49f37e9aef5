package dev.graft.advise;

import dev.graft.advise.Advice.Gain;
import dev.graft.advise.Advice.Next;
import dev.graft.advise.Advice.Reason;
import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Depth;
import dev.graft.advise.Evidence.Examples;
import dev.graft.advise.LearningCurve.Forecast;
import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The way from evidence to advice: the table first, then what was measured against it, in this order. The rules are
/// few, and none has a number that was fitted to data sets.
final class Deliberation {
    private final Evidence evidence;
    private final Optional<Preference> preferred;
    private final Likeness likeness;
    private final TableCell cell;
    private final List<Reason> reasons = new ArrayList<>();
    private final List<String> notes;

    Deliberation(Evidence evidence, Optional<Preference> preferred, Likeness likeness) {
        this.evidence = evidence;
        this.preferred = preferred;
        this.likeness = likeness;
        this.cell = TableCell.of(evidence.examples().training(), likeness.level());
        this.notes = new ArrayList<>(evidence.notes());
    }

    /// What is to be done.
    ///
    /// @param step     of the flow
    /// @param stages   before the head; 0 for as many as is usual
    /// @param measured what it gains over the step before; empty where nothing tells
    /// @param ends     whether nothing after it is worth a try
    private record Decision(Step step, int stages, Optional<Measured> measured, boolean ends) {
        static Decision of(Step step) {
            return new Decision(step, 0, Optional.empty(), false);
        }
    }

    Advice advice() {
        Examples examples = evidence.examples();
        reasons.add(new Reason("table", cell.says(examples.kind(), examples.training(), likeness)));
        preferred.flatMap(Preference::why).ifPresent(reasons::add);
        Optional<Candidate> chosen = preferred.map(Preference::chosen);
        Optional<Forecast> doubled = chosen.map(Candidate::curve).flatMap(LearningCurve::doubled);
        Decision decision = chosen.filter(model -> model.last().isPresent())
                .map(this::decide)
                .orElseGet(() -> Decision.of(cell.step()));
        return new Advice(
                cell,
                chosen.map(Candidate::model),
                decision.step(),
                decision.stages(),
                decision.step().options(examples.kind(), decision.stages()),
                reasons,
                gains(decision, chosen),
                doubled,
                next(decision, doubled),
                notes);
    }

    private Decision decide(Candidate model) {
        Depth last = model.last().orElseThrow();
        Measured probe = last.probe().measured();
        sayOfNeighbours(last);
        return enough(probe)
                .or(() -> earlier(model, last))
                .or(() -> noBetterThanConstant(probe))
                .orElseGet(() -> Decision.of(cell.step()));
    }

    /// Features that leave nothing to gain.
    private Optional<Decision> enough(Measured probe) {
        Optional<Reason> enough = Enough.of(probe, evidence.examples());
        enough.ifPresent(reasons::add);
        return enough.map(reason -> new Decision(Step.FEATURES, 0, Optional.empty(), true));
    }

    /// Last stages that know something else than what is asked.
    private Optional<Decision> earlier(Candidate model, Depth last) {
        Optional<Depth> best = model.depths().stream()
                .filter(depth -> depth.after() > last.after())
                .filter(depth -> depth.probe().over(last.probe()).decides())
                .max(Comparator.comparingDouble(
                        depth -> depth.probe().over(last.probe()).mean()));
        return best.map(depth -> {
            Measured more = depth.probe().over(last.probe());
            reasons.add(new Reason(
                    "earlier-stage",
                    "a head on %s is better than one on %s, by %s: what comes after %s has to learn"
                            .formatted(depth.stage(), last.stage(), more.signed(), depth.stage())));
            Step step = atLeast(Step.LAST_STAGES);
            return new Decision(step, step == Step.LAST_STAGES ? depth.after() : 0, Optional.of(more), false);
        });
    }

    /// Features that tell nothing, where there are enough examples to know it.
    private Optional<Decision> noBetterThanConstant(Measured probe) {
        Measured more = overConstant(probe);
        if (more.isCertain() && more.mean() > 0) {
            return Optional.empty();
        }
        if (probe.margin() > (1 - evidence.examples().constant()) / 2) {
            notes.add("%s are too few to say more than the table does"
                    .formatted(Wording.count(
                            evidence.examples().training(),
                            evidence.examples().kind().noun())));
            return Optional.empty();
        }
        reasons.add(new Reason(
                "no-better-than-constant",
                String.format(
                        Locale.ROOT,
                        "a head on the features as they are (%s) is no better than always the same answer (%.3f): more"
                                + " of the network has to learn, if the labels can be told from the %ss at all",
                        probe,
                        evidence.examples().constant(),
                        evidence.examples().kind().noun())));
        return Optional.of(Decision.of(atLeast(Step.LAST_STAGES)));
    }

    private void sayOfNeighbours(Depth last) {
        Scores neighbours = last.neighbours();
        if (neighbours == null) {
            return;
        }
        Measured over = neighbours.over(last.probe());
        if (over.mean() > 0 && over.isCertain()) {
            notes.add("the nearest examples (" + neighbours.measured() + ") answer better than a head ("
                    + last.probe().measured()
                    + "): examples that are nearly the same may stand on both sides; see graft inspect");
        } else if (over.mean() >= -over.error()
                && overConstant(neighbours.measured()).isCertain()) {
            reasons.add(new Reason(
                    "neighbours",
                    "the nearest examples answer as well (" + neighbours.measured() + ") as a head ("
                            + last.probe().measured() + "): the classes lie apart in the features as they are"));
        }
    }

    private Step atLeast(Step step) {
        return cell.step().compareTo(step) > 0 ? cell.step() : step;
    }

    private Measured overConstant(Measured score) {
        return new Measured(score.mean() - evidence.examples().constant(), score.error());
    }

    private List<Gain> gains(Decision decision, Optional<Candidate> chosen) {
        List<Gain> gains = new ArrayList<>();
        Optional<Depth> last = chosen.flatMap(Candidate::last);
        gains.add(
                decision.step() == Step.FEATURES
                        ? new Gain(
                                "a head on the features",
                                "always the same answer",
                                last.map(depth -> overConstant(depth.probe().measured()))
                                        .orElse(null))
                        : new Gain(
                                decision.measured().isPresent()
                                        ? "a head on the earlier stage"
                                        : decision.step().strategy(),
                                decision.measured().isPresent() ? "one on the last" : "a head on the features",
                                decision.measured().orElse(null)));
        preferred.flatMap(Preference::gain).ifPresent(gains::add);
        return gains;
    }

    private Optional<Next> next(Decision decision, Optional<Forecast> doubled) {
        if (decision.ends()) {
            return Optional.empty();
        }
        Optional<Step> after = decision.step().next();
        String why = doubled.map(Forecast::gain).filter(Measured::isCertain).isPresent()
                ? "where this is not enough; but a head still learns from more examples, and they may help as much"
                : "where this is not enough";
        return after.map(step ->
                new Next(step, step.options(evidence.examples().kind(), 0), why + "; what it gains is not measured"));
    }
}

package dev.graft.tune;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a plan can do and its author may not have meant.
final class PlanNotes {
    /// A schedule that never comes above this share of the rate hardly trains.
    private static final double LOW = 0.1;

    /// Ticks from which on every schedule comes near its rate, unless it was told not to.
    private static final long ENOUGH = 50;

    private PlanNotes() {}

    static List<String> of(ResolvedPlan resolved, int stepsPerEpoch) {
        List<String> notes = new ArrayList<>();
        head(resolved).ifPresent(notes::add);
        idle(resolved).ifPresent(notes::add);
        batchNorms(resolved).ifPresent(notes::add);
        notes.addAll(tooShort(resolved.plan(), stepsPerEpoch));
        return List.copyOf(notes);
    }

    private static Optional<String> head(ResolvedPlan resolved) {
        String head = resolved.network().head();
        boolean learns = resolved.phases().stream()
                .anyMatch(phase -> phase.trainingStages().contains(head));
        return learns
                ? Optional.empty()
                : Optional.of("the head, " + head + ", is in no group and is never trained; it stays random unless"
                        + " the weights were made for exactly these classes");
    }

    private static Optional<String> idle(ResolvedPlan resolved) {
        Set<String> idle = resolved.plan().phases().stream()
                .filter(phase -> !resolved.plan().solves(phase))
                .flatMap(phase -> phase.groups().stream())
                .filter(group -> group.learningRate() == 0)
                .map(Group::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return idle.isEmpty()
                ? Optional.empty()
                : Optional.of("learning rate 0: " + String.join(", ", idle)
                        + " will not be trained; to freeze a part, remove it from the groups");
    }

    private static Optional<String> batchNorms(ResolvedPlan resolved) {
        BatchNorms asked = resolved.plan().batchNorms();
        return asked == BatchNorms.AS_IS || !resolved.network().batchNorms().isEmpty()
                ? Optional.empty()
                : Optional.of("batch norms: " + asked.word() + " changes nothing, for the network has none");
    }

    /// Schedules, of phases or of the whole plan, whose rates stay far below what the groups say.
    private static List<String> tooShort(Plan plan, int stepsPerEpoch) {
        if (plan.phases().stream().allMatch(phase -> phase.schedule().isEmpty())) {
            return tooShort(plan, plan.schedule(), 0, plan.epochs(), stepsPerEpoch).stream()
                    .toList();
        }
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < plan.phases().size(); i++) {
            Phase phase = plan.phases().get(i);
            int to = i + 1 < plan.phases().size() ? plan.phases().get(i + 1).fromEpoch() : plan.epochs();
            phase.schedule()
                    .flatMap(own -> tooShort(plan, own, phase.fromEpoch(), to, stepsPerEpoch))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private static Optional<String> tooShort(Plan plan, Schedule schedule, int from, int to, int stepsPerEpoch) {
        long steps = (long) (to - from) * stepsPerEpoch;
        if (steps > ENOUGH) {
            return Optional.empty();
        }
        Group fastest = plan.at(from).groups().getFirst();
        for (Group group : plan.at(from).groups()) {
            fastest = group.learningRate() > fastest.learningRate() ? group : fastest;
        }
        double highest = 0;
        for (long step = (long) from * stepsPerEpoch; step < (long) to * stepsPerEpoch; step++) {
            Map<String, Double> rates = plan.learningRates(step, stepsPerEpoch);
            highest = Math.max(highest, rates.getOrDefault(fastest.name(), 0.0));
        }
        if (highest >= LOW * fastest.learningRate()) {
            return Optional.empty();
        }
        return Optional.of(
                "%s: %d optimizer step%s too few for the schedule (%s): the rate of %s gets to %s, not to %s, and"
                        .concat(" hardly anything is learned; use smaller batches, more epochs or another schedule")
                        .formatted(
                                PlanText.range(from + 1, to),
                                steps,
                                steps == 1 ? " is" : "s are",
                                ScheduleText.of(schedule, plan.interval()),
                                fastest.name(),
                                Numbers.text(Double.parseDouble(String.format(Locale.ROOT, "%.1e", highest))),
                                Numbers.text(fastest.learningRate())));
    }
}

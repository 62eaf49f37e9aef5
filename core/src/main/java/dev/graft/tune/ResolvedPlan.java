package dev.graft.tune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A plan checked against a network: which parameters each group has in each phase, and which stages are frozen.
///
/// @param plan    what was resolved
/// @param network against what
/// @param phases  one for each phase of the plan
public record ResolvedPlan(Plan plan, NetworkOutline network, List<ResolvedPhase> phases) {
    /// One phase, with parameters in place of selectors.
    ///
    /// @param phase            as in the plan
    /// @param toEpoch          the epoch after its last, if neither it nor the next begins sooner
    /// @param groups           in the order of the plan
    /// @param trainingStages   stages with at least one parameter in a group, stem first
    /// @param frozenStages     all other stages that have parameters, stem first
    /// @param statisticsStages stages whose batch norms learn the statistics of what passes through them: those
    ///     that
    ///     train, unless only their adapters do; all or none, where the plan says so
    public record ResolvedPhase(
            Phase phase,
            int toEpoch,
            List<ResolvedGroup> groups,
            List<String> trainingStages,
            List<String> frozenStages,
            List<String> statisticsStages) {
        public ResolvedPhase {
            groups = List.copyOf(groups);
            trainingStages = List.copyOf(trainingStages);
            frozenStages = List.copyOf(frozenStages);
            statisticsStages = List.copyOf(statisticsStages);
        }

        /// Its first epoch, from 0; the latest one if the phase has patience.
        public int fromEpoch() {
            return phase.fromEpoch();
        }

        /// Elements of the parameters that train.
        public long trainableCount() {
            return groups.stream().mapToLong(ResolvedGroup::count).sum();
        }

        /// Names of the parameters that train.
        public List<String> parameters() {
            return groups.stream().flatMap(group -> group.parameters().stream()).toList();
        }
    }

    /// One group and what it chose.
    ///
    /// @param group      as in the plan
    /// @param parameters names, in the order of the network
    /// @param count      their elements
    public record ResolvedGroup(Group group, List<String> parameters, long count) {
        public ResolvedGroup {
            parameters = List.copyOf(parameters);
        }
    }

    public ResolvedPlan {
        phases = List.copyOf(phases);
    }

    static ResolvedPlan of(Plan plan, NetworkOutline network) {
        List<ResolvedPhase> phases = new ArrayList<>();
        for (int i = 0; i < plan.phases().size(); i++) {
            int end = i + 1 < plan.phases().size() ? plan.phases().get(i + 1).fromEpoch() : plan.epochs();
            phases.add(resolve(plan, plan.phases().get(i), end, network));
        }
        return new ResolvedPlan(plan, network, phases);
    }

    /// The phase that holds during an epoch, if none begins sooner because the validation loss has stalled.
    ///
    /// @throws IllegalArgumentException if there is no such epoch
    public ResolvedPhase at(int epoch) {
        return at(epoch, List.of());
    }

    /// The phase that holds during an epoch.
    ///
    /// @param losses validation loss of each epoch so far
    /// @throws IllegalArgumentException if there is no such epoch
    public ResolvedPhase at(int epoch, List<Double> losses) {
        return phases.get(plan.phases().indexOf(plan.at(epoch, losses)));
    }

    /// Whether batch norms learn the statistics of what passes through them, in one phase or another.
    public boolean trainsBatchNorms() {
        return phases.stream()
                .flatMap(phase -> phase.statisticsStages().stream())
                .anyMatch(network.batchNorms()::contains);
    }

    /// The plan in words and numbers, several lines, for the command line and the log.
    public String describe() {
        return PlanText.of(this);
    }

    /// What may not be meant, a line each: a head that never learns, a rate of 0, a schedule with too few steps to get
    /// anywhere. Empty for most plans.
    ///
    /// @param stepsPerEpoch optimizer steps, at least 1
    public List<String> notes(int stepsPerEpoch) {
        return PlanNotes.of(this, stepsPerEpoch);
    }

    private static ResolvedPhase resolve(Plan plan, Phase phase, int end, NetworkOutline network) {
        Map<String, String> groupOf = new HashMap<>();
        Set<String> training = new HashSet<>();
        Set<String> learning =
                new HashSet<>(plan.batchNorms() == BatchNorms.TRAIN_FROZEN ? network.stages() : List.of());
        List<ResolvedGroup> groups = new ArrayList<>();
        for (Group group : phase.groups()) {
            List<NetworkOutline.Parameter> chosen = chosen(plan, group, network);
            for (NetworkOutline.Parameter parameter : chosen) {
                training.add(parameter.stage());
                if (!parameter.isAdapter() && !plan.batchNorms().keepsStatistics()) {
                    learning.add(parameter.stage());
                }
                String other = groupOf.put(parameter.name(), group.name());
                if (other != null) {
                    throw new IllegalArgumentException("phase from epoch " + phase.fromEpoch() + ": " + parameter.name()
                            + " is in group " + other + " and in group " + group.name());
                }
            }
            groups.add(new ResolvedGroup(
                    group,
                    chosen.stream().map(NetworkOutline.Parameter::name).toList(),
                    chosen.stream().mapToLong(NetworkOutline.Parameter::count).sum()));
        }
        if (plan.solves(phase)) {
            requireSolvable(phase, end, groups, network);
        }
        return new ResolvedPhase(
                phase,
                end,
                groups,
                network.stages().stream().filter(training::contains).toList(),
                network.stages().stream()
                        .filter(stage -> !training.contains(stage))
                        .toList(),
                network.stages().stream().filter(learning::contains).toList());
    }

    private static void requireSolvable(Phase phase, int end, List<ResolvedGroup> groups, NetworkOutline network) {
        String where = "phase from epoch " + phase.fromEpoch() + ": optimizer solve: ";
        List<String> head = network.linearHead()
                .map(linear -> List.of(linear.weight(), linear.bias()))
                .orElseThrow(
                        () -> new IllegalArgumentException(where + "expected a head of one linear layer, found that "
                                + network.head() + " of " + network.name() + " is more than that; use adamw"));
        List<String> trained =
                groups.stream().flatMap(group -> group.parameters().stream()).toList();
        if (groups.size() != 1 || !trained.equals(head)) {
            throw new IllegalArgumentException(where + "expected one group, the head: " + String.join(", ", head)
                    + "; found " + groups.size() + " with " + trained.size() + " parameters; use adamw, or solve the"
                    + " head in a phase of its own");
        }
        if (end - phase.fromEpoch() != 1) {
            throw new IllegalArgumentException(where + "expected one epoch, for solving again changes nothing, found "
                    + (end - phase.fromEpoch()));
        }
    }

    /// What a group selects, without batch norms where they are frozen.
    private static List<NetworkOutline.Parameter> chosen(Plan plan, Group group, NetworkOutline network) {
        List<NetworkOutline.Parameter> selected = Selectors.select(group, network);
        if (plan.batchNorms() != BatchNorms.FREEZE) {
            return selected;
        }
        List<NetworkOutline.Parameter> left = selected.stream()
                .filter(parameter -> !network.batchNormParameters().contains(parameter.name()))
                .toList();
        if (left.isEmpty()) {
            throw new IllegalArgumentException("group " + group.name() + ": selects nothing but batch norms, which "
                    + BatchNorms.FREEZE.word() + " keeps as they are; use another strategy, or "
                    + BatchNorms.FREEZE_STATISTICS.word());
        }
        return left;
    }
}

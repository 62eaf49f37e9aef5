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
    /// @param fromEpoch      its first epoch
    /// @param toEpoch        the epoch after its last
    /// @param groups         in the order of the plan
    /// @param trainingStages stages with at least one parameter in a group, stem first
    /// @param frozenStages   all other stages that have parameters, stem first
    public record ResolvedPhase(
            int fromEpoch,
            int toEpoch,
            List<ResolvedGroup> groups,
            List<String> trainingStages,
            List<String> frozenStages) {
        public ResolvedPhase {
            groups = List.copyOf(groups);
            trainingStages = List.copyOf(trainingStages);
            frozenStages = List.copyOf(frozenStages);
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
            phases.add(resolve(plan.phases().get(i), end, network));
        }
        return new ResolvedPlan(plan, network, phases);
    }

    /// The phase that holds during an epoch.
    ///
    /// @throws IllegalArgumentException if there is no such epoch
    public ResolvedPhase at(int epoch) {
        return phases.get(plan.phases().indexOf(plan.at(epoch)));
    }

    /// The plan in words and numbers, several lines, for the command line and the log.
    public String describe() {
        return PlanText.of(this);
    }

    private static ResolvedPhase resolve(Phase phase, int end, NetworkOutline network) {
        Map<String, String> groupOf = new HashMap<>();
        Set<String> training = new HashSet<>();
        List<ResolvedGroup> groups = new ArrayList<>();
        for (Group group : phase.groups()) {
            List<NetworkOutline.Parameter> chosen = Selectors.select(group, network);
            for (NetworkOutline.Parameter parameter : chosen) {
                training.add(parameter.stage());
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
        return new ResolvedPhase(
                phase.fromEpoch(),
                end,
                groups,
                network.stages().stream().filter(training::contains).toList(),
                network.stages().stream()
                        .filter(stage -> !training.contains(stage))
                        .toList());
    }
}

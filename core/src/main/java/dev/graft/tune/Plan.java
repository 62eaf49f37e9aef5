package dev.graft.tune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole tuning as a value: what trains when, how fast, and by which rule. It holds no tensors and starts
/// nothing: it can be printed, saved and compared before anything runs.
///
/// Methods of transfer learning differ in nothing but the plan they make.
///
/// @param name      what kind of plan it is, for people: `feature extraction`
/// @param epochs    at least 1
/// @param phases    the first from epoch 0, each later than the one before
/// @param optimizer the update rule
/// @param schedule  how the learning rates of all groups move
/// @param interval  what the schedule counts
public record Plan(
        String name,
        int epochs,
        List<Phase> phases,
        OptimizerSettings optimizer,
        Schedule schedule,
        Interval interval) {

    /// @throws IllegalArgumentException if phases are missing, out of order or past the end
    public Plan {
        phases = List.copyOf(phases);
        if (epochs < 1) {
            throw new IllegalArgumentException("plan: expected at least 1 epoch, found " + epochs);
        }
        if (phases.isEmpty() || phases.getFirst().fromEpoch() != 0) {
            throw new IllegalArgumentException("plan: expected a first phase from epoch 0, found "
                    + (phases.isEmpty() ? "none" : "epoch " + phases.getFirst().fromEpoch()));
        }
        for (int i = 1; i < phases.size(); i++) {
            int before = phases.get(i - 1).fromEpoch();
            int from = phases.get(i).fromEpoch();
            if (from <= before) {
                throw new IllegalArgumentException("plan: phases are out of order: epoch " + from
                        + " comes after epoch " + before + "; sort them, one phase an epoch");
            }
        }
        if (phases.getLast().fromEpoch() >= epochs) {
            throw new IllegalArgumentException("plan: a phase from epoch "
                    + phases.getLast().fromEpoch() + " is past the end; the last of " + epochs + " epochs is "
                    + (epochs - 1));
        }
    }

    /// These groups for the whole run, with AdamW and a cosine over the epochs down to zero.
    public static Plan of(int epochs, List<Group> groups) {
        return of(epochs, groups.toArray(Group[]::new));
    }

    /// These groups for the whole run, with AdamW and a cosine over the epochs down to zero.
    public static Plan of(int epochs, Group... groups) {
        return new Plan(
                "groups",
                epochs,
                List.of(new Phase(0, List.of(groups))),
                OptimizerSettings.adamW(),
                Schedule.cosine(),
                Interval.EPOCH);
    }

    /// Only the head learns; everything before it is a fixed extractor of features. Adam at a constant rate.
    public static Plan featureExtraction(NetworkOutline network, int epochs, double headRate) {
        return of(epochs, head(network, headRate))
                .withName("feature extraction")
                .withOptimizer(OptimizerSettings.adam())
                .withSchedule(Schedule.constant(), Interval.EPOCH);
    }

    /// The head and the last `count` stages before it learn. Adam at constant rates.
    ///
    /// @param count at least 1
    /// @param rates of the stages and of the head
    /// @throws IllegalArgumentException if the network has not so many stages before its head
    public static Plan lastStages(NetworkOutline network, int count, int epochs, Rates rates) {
        List<String> backbone = network.backbone();
        if (count < 1 || count > backbone.size()) {
            throw new IllegalArgumentException("last stages: expected 1 to " + backbone.size() + " for "
                    + network.name() + " (" + String.join(", ", backbone) + "), found " + count);
        }
        List<String> last = backbone.subList(backbone.size() - count, backbone.size());
        return of(epochs, new Group("last stages", last, rates.backbone(), 0), head(network, rates.head()))
                .withName("last stages")
                .withOptimizer(OptimizerSettings.adam())
                .withSchedule(Schedule.constant(), Interval.EPOCH);
    }

    /// Everything learns, the pretrained part more slowly than the head. AdamW with a weight decay of 0.01 and
    /// a cosine over the epochs down to zero.
    public static Plan full(NetworkOutline network, int epochs, Rates rates) {
        return of(
                        epochs,
                        new Group("backbone", network.backbone(), rates.backbone(), 0.01),
                        head(network, rates.head()).withWeightDecay(0.01))
                .withName("full");
    }

    /// Learning rates of a pretrained part and of a new head.
    public record Rates(double backbone, double head) {
        /// The usual ones for Adam and AdamW.
        public static final Rates DEFAULT = new Rates(1e-4, 1e-3);
    }

    public Plan withName(String other) {
        return new Plan(other, epochs, phases, optimizer, schedule, interval);
    }

    public Plan withOptimizer(OptimizerSettings other) {
        return new Plan(name, epochs, phases, other, schedule, interval);
    }

    public Plan withSchedule(Schedule other, Interval counting) {
        return new Plan(name, epochs, phases, optimizer, other, counting);
    }

    public Plan withPhases(List<Phase> others) {
        return new Plan(name, epochs, others, optimizer, schedule, interval);
    }

    /// The same weight decay for all groups of all phases.
    public Plan withWeightDecay(double decay) {
        return withPhases(phases.stream()
                .map(phase -> new Phase(
                        phase.fromEpoch(),
                        phase.groups().stream()
                                .map(group -> group.withWeightDecay(decay))
                                .toList()))
                .toList());
    }

    /// The phase that holds during an epoch.
    ///
    /// @throws IllegalArgumentException if there is no such epoch
    public Phase at(int epoch) {
        if (epoch < 0 || epoch >= epochs) {
            throw new IllegalArgumentException(
                    "plan: expected an epoch from 0 to " + (epochs - 1) + ", found " + epoch);
        }
        return phases.reversed().stream()
                .filter(phase -> phase.fromEpoch() <= epoch)
                .findFirst()
                .orElseThrow();
    }

    /// A group's learning rate at an optimizer step. A group that joins late joins the schedule where it is.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    public double learningRate(Group group, long step, long stepsPerEpoch) {
        return switch (interval) {
            case EPOCH -> schedule.at(group.learningRate(), step / stepsPerEpoch, epochs);
            case STEP -> schedule.at(group.learningRate(), step, epochs * stepsPerEpoch);
        };
    }

    /// The learning rates of all groups that train at an optimizer step, by name, as [Optimizer#step] takes them.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    public Map<String, Double> learningRates(long step, long stepsPerEpoch) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Group group : at(Math.toIntExact(step / stepsPerEpoch)).groups()) {
            rates.put(group.name(), learningRate(group, step, stepsPerEpoch));
        }
        return rates;
    }

    /// Checks the plan against a network and says what it comes to.
    ///
    /// @throws IllegalArgumentException if a selector matches nothing, or a parameter is in two groups
    public ResolvedPlan resolve(NetworkOutline network) {
        return ResolvedPlan.of(this, network);
    }

    private static Group head(NetworkOutline network, double rate) {
        return new Group("head", List.of(network.head()), rate, 0);
    }
}

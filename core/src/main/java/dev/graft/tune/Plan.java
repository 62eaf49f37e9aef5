package dev.graft.tune;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.graft.data.Wording;
import dev.graft.text.Bounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A whole tuning as a value: what trains when, how fast, and by which rule. It holds no tensors and starts
/// nothing: it can be printed, saved and compared before anything runs.
///
/// Methods of transfer learning differ in nothing but the plan they make: [Plans] has them.
///
/// @param name      what kind of plan it is, for people: `feature extraction`
/// @param epochs    at least 1
/// @param phases    the first from epoch 0, each later than the one before
/// @param optimizer the update rule
/// @param schedule  how the learning rates of all groups move, where a phase has no schedule of its own
/// @param interval  what schedules count
/// @param batchNorms what batch norms do; `train_bn` in files, where it began as yes or no
public record Plan(
        String name,
        int epochs,
        List<Phase> phases,
        OptimizerSettings optimizer,
        Schedule schedule,
        Interval interval,
        @JsonProperty("train_bn") BatchNorms batchNorms) {

    /// Each is a line in the history of a run, and most schedules are worked out for all of them before the first.
    public static final int MOST_EPOCHS = 100_000;

    /// Learning rates of a pretrained part and of a new head.
    public record Rates(double backbone, double head) {
        /// The usual ones for Adam and AdamW.
        public static final Rates DEFAULT = new Rates(1e-4, 1e-3);
    }

    /// @throws IllegalArgumentException if phases are missing, out of order or past the end
    public Plan {
        phases = List.copyOf(phases);
        Bounds.require("plan: epochs", epochs, 1, MOST_EPOCHS);
        if (phases.isEmpty() || phases.getFirst().fromEpoch() != 0) {
            throw new IllegalArgumentException("plan: expected a first phase from epoch 0, found "
                    + (phases.isEmpty() ? "none" : "epoch " + phases.getFirst().fromEpoch()));
        }
        for (int i = 1; i < phases.size(); i++) {
            int before = phases.get(i - 1).fromEpoch();
            int from = phases.get(i).fromEpoch();
            if (from <= before) {
                throw new IllegalArgumentException("plan: phases are out of order: epoch " + from
                        + " comes after epoch " + before + "; sort them, one phase per epoch");
            }
        }
        if (phases.getLast().fromEpoch() >= epochs) {
            throw new IllegalArgumentException("plan: a phase from epoch "
                    + phases.getLast().fromEpoch() + " is past the end; the last of " + Wording.count(epochs, "epoch")
                    + " is "
                    + (epochs - 1));
        }
    }

    /// These groups for the whole run, with AdamW and a cosine over the epochs down to zero.
    public static Plan of(int epochs, List<Group> groups) {
        return new Plan(
                "groups",
                epochs,
                List.of(new Phase(0, groups)),
                OptimizerSettings.adamW(),
                Schedule.cosine(),
                Interval.EPOCH,
                BatchNorms.AS_IS);
    }

    /// These groups for the whole run, with AdamW and a cosine over the epochs down to zero.
    public static Plan of(int epochs, Group... groups) {
        return of(epochs, List.of(groups));
    }

    public Plan withName(String other) {
        return new Plan(other, epochs, phases, optimizer, schedule, interval, batchNorms);
    }

    public Plan withOptimizer(OptimizerSettings other) {
        return new Plan(name, epochs, phases, other, schedule, interval, batchNorms);
    }

    /// The same schedule for the whole run, in place of all there were.
    public Plan withSchedule(Schedule other, Interval counting) {
        List<Phase> plain = phases.stream().map(Phase::withoutSchedule).toList();
        return new Plan(name, epochs, plain, optimizer, other, counting, batchNorms);
    }

    public Plan withPhases(List<Phase> others) {
        return new Plan(name, epochs, others, optimizer, schedule, interval, batchNorms);
    }

    /// What batch norms do.
    public Plan withBatchNorms(BatchNorms other) {
        return new Plan(name, epochs, phases, optimizer, schedule, interval, other);
    }

    /// The same weight decay for all groups of all phases.
    public Plan withWeightDecay(double decay) {
        return withGroups(group -> group.withWeightDecay(decay));
    }

    /// No group lets its biases and norms decay.
    public Plan withoutVectorDecay() {
        return withGroups(Group::withoutVectorDecay);
    }

    private Plan withGroups(UnaryOperator<Group> change) {
        return withPhases(phases.stream()
                .map(phase ->
                        phase.withGroups(phase.groups().stream().map(change).toList()))
                .toList());
    }

    /// The update rule of a phase.
    public OptimizerSettings optimizerOf(Phase phase) {
        return phase.optimizer().orElse(optimizer);
    }

    /// Whether what a phase trains is solved, not stepped.
    public boolean solves(Phase phase) {
        return optimizerOf(phase) instanceof OptimizerSettings.Solve;
    }

    /// Whether what trains is solved in one phase or another.
    public boolean solves() {
        return phases.stream().anyMatch(this::solves);
    }

    /// Epochs in which steps are taken, if no phase begins sooner because the validation loss has stalled.
    public int steppedEpochs() {
        return (int)
                IntStream.range(0, epochs).filter(epoch -> !solves(at(epoch))).count();
    }

    /// The phase that holds during an epoch, if none begins sooner because the validation loss has stalled.
    ///
    /// @throws IllegalArgumentException if there is no such epoch
    public Phase at(int epoch) {
        return at(epoch, List.of());
    }

    /// The phase that holds during an epoch.
    ///
    /// @param losses validation loss of each epoch so far
    /// @throws IllegalArgumentException if there is no such epoch
    public Phase at(int epoch, List<Double> losses) {
        return phases.get(stretch(epoch, losses).phase());
    }

    /// A group's learning rate at an optimizer step, by the plan's schedule. A group that joins late joins the
    /// schedule where it is.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    public double learningRate(Group group, long step, long stepsPerEpoch) {
        return schedule.at(group.learningRate(), tick(step, stepsPerEpoch, 0), ticks(epochs, stepsPerEpoch));
    }

    /// The learning rates of all groups that train at an optimizer step, if the validation loss does not stall.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    public Map<String, Double> learningRates(long step, long stepsPerEpoch) {
        return learningRates(step, stepsPerEpoch, List.of());
    }

    /// The learning rates of all groups that train at an optimizer step, by name, as [Optimizer#step] takes them.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    /// @param losses        validation loss of each epoch so far
    public Map<String, Double> learningRates(long step, long stepsPerEpoch, List<Double> losses) {
        Stretch now = stretch(Math.toIntExact(step / stepsPerEpoch), losses);
        long tick = tick(step, stepsPerEpoch, now.from());
        long run = ticks(now.to() - now.from(), stepsPerEpoch);
        List<Double> seen = losses.subList(Math.min(now.from(), losses.size()), losses.size());
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Group group : phases.get(now.phase()).groups()) {
            rates.put(group.name(), scheduleOf(now).at(group.learningRate(), tick, run, seen));
        }
        return rates;
    }

    /// The momentum of all groups at an optimizer step; empty where the optimizer's own holds.
    ///
    /// @param step          from 0, over the whole run
    /// @param stepsPerEpoch at least 1
    /// @param losses        validation loss of each epoch so far
    public OptionalDouble momentum(long step, long stepsPerEpoch, List<Double> losses) {
        Stretch now = stretch(Math.toIntExact(step / stepsPerEpoch), losses);
        return scheduleOf(now)
                .momentum(tick(step, stepsPerEpoch, now.from()), ticks(now.to() - now.from(), stepsPerEpoch));
    }

    /// Checks the plan against a network and says what it comes to.
    ///
    /// @throws IllegalArgumentException if a selector matches nothing, or a parameter is in two groups
    public ResolvedPlan resolve(NetworkOutline network) {
        return ResolvedPlan.of(this, network);
    }

    /// Epochs over which one schedule runs: those of a phase with its own, or all.
    ///
    /// @param phase index of the phase that holds
    /// @param from  first epoch of the schedule
    /// @param to    the epoch after its last
    private record Stretch(int phase, int from, int to) {}

    private Stretch stretch(int epoch, List<Double> losses) {
        if (epoch < 0 || epoch >= epochs) {
            throw new IllegalArgumentException(
                    "plan: expected an epoch from 0 to " + (epochs - 1) + ", found " + epoch);
        }
        int index = 0;
        int from = 0;
        int to = end(0, 0, losses);
        while (to <= epoch) {
            index++;
            from = to;
            to = end(index, from, losses);
        }
        return phases.get(index).schedule().isPresent() ? new Stretch(index, from, to) : new Stretch(index, 0, epochs);
    }

    /// The epoch in which the phase after this one begins.
    private int end(int index, int from, List<Double> losses) {
        if (index + 1 == phases.size()) {
            return epochs;
        }
        Phase next = phases.get(index + 1);
        if (next.patience() > 0) {
            int best = from;
            for (int epoch = from; epoch < Math.min(losses.size(), next.fromEpoch()); epoch++) {
                best = losses.get(epoch) < losses.get(best) ? epoch : best;
                if (epoch - best >= next.patience()) {
                    return epoch + 1;
                }
            }
        }
        return next.fromEpoch();
    }

    private Schedule scheduleOf(Stretch stretch) {
        return phases.get(stretch.phase()).schedule().orElse(schedule);
    }

    private long tick(long step, long stepsPerEpoch, int fromEpoch) {
        return switch (interval) {
            case EPOCH -> step / stepsPerEpoch - fromEpoch;
            case STEP -> step - fromEpoch * stepsPerEpoch;
        };
    }

    private long ticks(int count, long stepsPerEpoch) {
        return switch (interval) {
            case EPOCH -> count;
            case STEP -> count * stepsPerEpoch;
        };
    }
}

package dev.graft.tune;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which groups train from an epoch on, until the next phase begins. What is in no group is frozen.
///
/// @param fromEpoch       from 0; with patience, the latest epoch it begins in
/// @param groups          at least one
/// @param patience        the phase begins sooner when the validation loss has not improved for so many epochs of the
///     phase before; 0 for never sooner
/// @param schedule        over the epochs of this phase alone, from its begin to its end; empty for the plan's, over
///     the whole run
/// @param resetsOptimizer whether all groups start at zero state, as code that builds a new optimizer does; else
///     parameters that go on keep theirs
/// @param optimizer       its own update rule, whose state begins with it; empty for the plan's
public record Phase(
        int fromEpoch,
        List<Group> groups,
        int patience,
        Optional<Schedule> schedule,
        boolean resetsOptimizer,
        Optional<OptimizerSettings> optimizer) {
    /// @throws IllegalArgumentException if there is no group, two share a name, or a number is below 0
    public Phase {
        groups = List.copyOf(groups);
        if (fromEpoch < 0) {
            throw new IllegalArgumentException("phase: expected an epoch from 0, found " + fromEpoch);
        }
        if (patience < 0) {
            throw new IllegalArgumentException(
                    "phase from epoch " + fromEpoch + ": patience: expected 0 or more epochs, found " + patience);
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("phase from epoch " + fromEpoch + ": has no groups, nothing trains");
        }
        Set<String> names = new HashSet<>();
        for (Group group : groups) {
            if (!names.add(group.name())) {
                throw new IllegalArgumentException(
                        "phase from epoch " + fromEpoch + ": two groups are named " + group.name());
            }
        }
    }

    /// Begins in that epoch, follows the plan's schedule, and keeps the state of what goes on.
    public Phase(int fromEpoch, List<Group> groups) {
        this(fromEpoch, groups, 0, Optional.empty(), false, Optional.empty());
    }

    public Phase withGroups(List<Group> others) {
        return new Phase(fromEpoch, others, patience, schedule, resetsOptimizer, optimizer);
    }

    /// Begins sooner when the validation loss has not improved for so many epochs.
    public Phase withPatience(int epochs) {
        return new Phase(fromEpoch, groups, epochs, schedule, resetsOptimizer, optimizer);
    }

    /// Has a schedule of its own.
    public Phase withSchedule(Schedule own) {
        return new Phase(fromEpoch, groups, patience, Optional.of(own), resetsOptimizer, optimizer);
    }

    /// Starts the optimizer anew.
    public Phase withOptimizerReset() {
        return new Phase(fromEpoch, groups, patience, schedule, true, optimizer);
    }

    /// Has an update rule of its own.
    public Phase withOptimizer(OptimizerSettings own) {
        return new Phase(fromEpoch, groups, patience, schedule, resetsOptimizer, Optional.of(own));
    }

    /// Follows the plan's schedule.
    Phase withoutSchedule() {
        return new Phase(fromEpoch, groups, patience, Optional.empty(), resetsOptimizer, optimizer);
    }

    /// Begins in another epoch, whatever the losses are, with the plan's schedule.
    public Phase movedTo(int epoch) {
        return new Phase(epoch, groups, 0, Optional.empty(), false, optimizer);
    }
}

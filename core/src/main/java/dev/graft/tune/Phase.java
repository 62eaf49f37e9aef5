package dev.graft.tune;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which groups train from an epoch on, until the next phase begins. What is in no group is frozen.
///
/// @param fromEpoch from 0
/// @param groups    at least one
public record Phase(int fromEpoch, List<Group> groups) {
    /// @throws IllegalArgumentException if there is no group, or two share a name
    public Phase {
        groups = List.copyOf(groups);
        if (fromEpoch < 0) {
            throw new IllegalArgumentException("phase: expected an epoch from 0, found " + fromEpoch);
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
}

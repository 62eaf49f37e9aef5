package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import java.util.Optional;
import java.util.Set;

/// A way of tuning: what it is called, what can be said about it, what is usual where nothing is said, and the plan
/// that comes of it. [Methods] has all there are.
public interface Method {
    /// `feature-extraction`, as it is written on the command line and in files.
    String word();

    /// Which parts learn, in a few words.
    String summary();

    /// Of what not every method can be told, that which this one can: how many stages, when they join.
    Set<Choice<?>> takes();

    /// Whether nothing but the head learns, so that all before it stays as it is.
    default boolean trainsHeadAlone() {
        return false;
    }

    /// Whether the network gets low-rank adapters.
    default boolean needsAdapters() {
        return false;
    }

    /// Its rates, and what else it wants otherwise than is usual for the kind of examples.
    Source usual(Setting setting);

    /// What is usual where the head is solved in a phase in which it is alone; empty where there is no such phase.
    default Optional<Source> solved() {
        return Optional.empty();
    }

    /// The plan for a network.
    ///
    /// @throws IllegalArgumentException if the options do not fit each other or the network
    Plan plan(TuningOptions options, NetworkOutline network);
}

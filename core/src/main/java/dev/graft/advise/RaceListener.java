package dev.graft.advise;

/// Hears how a race goes.
@FunctionalInterface
public interface RaceListener {
    /// What a line is about.
    enum Moment {
        /// It is known who runs, and what that takes.
        BEGINS,
        /// An arm goes on.
        RUNS,
        /// A rung is over.
        RUNG,
        /// It is decided who is trained to the end.
        CHOSEN
    }

    /// @param line  for a person
    /// @param soFar all there is by now
    void on(Moment moment, String line, RaceReport soFar);
}

package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.data.Dataset;

/// Asks a model what it makes of examples.
///
/// @param <X> kind of example
interface Examiner<X> {
    /// What was found out about one model, and how long that took.
    ///
    /// @param candidate the model with what was measured of it
    /// @param opening   seconds until it could be asked
    /// @param looking   seconds to look at the examples
    /// @param judging   seconds to solve heads and let neighbours vote
    /// @param features  of an example, on the widest stage
    record Examined(Candidate candidate, double opening, double looking, double judging, int features) {}

    /// Looks at examples with the model of a contender.
    ///
    /// @param told how many examples have been looked at
    /// @throws dev.graft.weights.WeightsException if the model cannot be used
    Examined examine(Contender contender, Dataset<X> examples, Told told);

    /// Hears how far it is.
    interface Told {
        void at(int done, int all);
    }
}

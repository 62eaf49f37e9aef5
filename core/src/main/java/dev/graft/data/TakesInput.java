package dev.graft.data;

/// What examples come to: a model.
///
/// @param <X> kind of example
public interface TakesInput<X> {
    /// How examples come to it where nothing else is said.
    Input<X> input();
}

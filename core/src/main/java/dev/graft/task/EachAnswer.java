package dev.graft.task;

/// Told what a model answers to each labelled example, in any order: batches need not be in that of the data.
@FunctionalInterface
public interface EachAnswer {
    /// @param position of the example in its data set
    /// @param answers  what [Objective#answers] says of it: a probability or a number for each output
    void of(int position, float[] answers);
}

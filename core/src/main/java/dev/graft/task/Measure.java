package dev.graft.task;

/// How good answers are, in one number.
@FunctionalInterface
public interface Measure {
    /// @param targets a row for each example: its class, a 0 or 1 for each label, or its numbers
    /// @param answers a row for each example: a probability for each class, or its numbers
    /// @return a number that is finite
    double of(double[][] targets, double[][] answers);
}

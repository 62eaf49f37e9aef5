package dev.graft;

import java.util.List;

/// What a classifier makes of one example.
///
/// @param source  where it came from: a path
/// @param classes the most probable classes, most probable first
public record Prediction(String source, List<Class> classes) {
    /// A class and how probable it is.
    ///
    /// @param probability 0 … 1; over all classes of the model they sum to 1
    public record Class(String label, double probability) {}

    public Prediction {
        classes = List.copyOf(classes);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(source + ": a prediction needs at least one class");
        }
    }

    /// The most probable class.
    public String label() {
        return classes.getFirst().label();
    }

    /// The probability of the most probable class.
    public double probability() {
        return classes.getFirst().probability();
    }
}

package dev.graft.train;

import dev.graft.metrics.ConfusionMatrix;

/// What a network makes of a labelled data set.
///
/// @param loss       mean cross-entropy over the examples
/// @param confusion  true against predicted classes
public record Evaluation(double loss, ConfusionMatrix confusion) {
    public double accuracy() {
        return confusion.accuracy();
    }
}

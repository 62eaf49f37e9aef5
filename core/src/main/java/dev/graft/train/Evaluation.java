package dev.graft.train;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.task.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a network makes of a labelled data set.
///
/// @param loss      mean loss over the examples
/// @param accuracy  the score of the objective: for classes, the share of examples that are right
/// @param metrics   all scores of the objective, by name
/// @param confusion true against predicted classes, where an example has one
public record Evaluation(
        double loss, double accuracy, Map<String, Double> metrics, Optional<ConfusionMatrix> confusion) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    static Evaluation of(double loss, Tally tally) {
        return new Evaluation(loss, tally.score(), tally.metrics(), tally.confusion());
    }
}

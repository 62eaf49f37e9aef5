package dev.graft.train;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.task.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a network makes of a labelled data set.
///
/// @param loss      mean loss over the examples
/// @param accuracy  the score of the objective: for classes, the share of examples that are right
/// @param metrics   all scores of the objective, by name
/// @param outputs   scores of each output by itself, by name, in the order of the labels; none where there are none
/// @param confusion true against predicted classes, where an example has one
public record Evaluation(
        double loss,
        double accuracy,
        Map<String, Double> metrics,
        List<Map<String, Double>> outputs,
        Optional<ConfusionMatrix> confusion) {
    public Evaluation {
        outputs = List.copyOf(outputs);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    static Evaluation of(double loss, Tally tally) {
        return new Evaluation(loss, tally.score(), tally.metrics(), tally.outputs(), tally.confusion());
    }
}

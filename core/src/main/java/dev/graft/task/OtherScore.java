package dev.graft.task;

import dev.graft.metrics.ConfusionMatrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/// A tally that says another score first, and behind it all that the usual one of its objective says.
abstract class OtherScore implements Tally {
    private final String name;
    private final Tally usual;

    /// @param name of the score
    OtherScore(String name, Tally usual) {
        this.name = name;
        this.usual = usual;
    }

    final Tally usual() {
        return usual;
    }

    @Override
    public void add(Tensor outputs, List<Tensor> wanted) {
        usual.add(outputs, wanted);
    }

    @Override
    public final Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(name, score());
        usual.metrics().forEach(metrics::putIfAbsent);
        return metrics;
    }

    @Override
    public final List<Map<String, Double>> outputs() {
        return usual.outputs();
    }

    @Override
    public final Optional<ConfusionMatrix> confusion() {
        return usual.confusion();
    }
}

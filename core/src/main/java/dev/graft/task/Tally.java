package dev.graft.task;

import dev.graft.metrics.ConfusionMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/// Collects what a network answered, batch by batch, and says how good it was. What it says are plain numbers by the
/// names that scikit-learn has for them.
public interface Tally {
    /// Counts a batch.
    ///
    /// @param outputs logits, or numbers for a regression, without gradients
    /// @param targets as in a [dev.graft.data.Batch]
    void add(Tensor outputs, List<Tensor> targets);

    /// Counts what another one of the same objective has counted, of other examples: where several evaluate a part
    /// each, their sum says what one would say of all.
    ///
    /// @throws IllegalArgumentException if it is one of another kind
    void add(Tally other);

    /// The number that [Objective#score()] names.
    double score();

    /// All that there is to say, by name, in the order in which people want to read it.
    Map<String, Double> metrics();

    /// The scores of each output by itself, by name, in the order of the labels; none where there are none.
    default List<Map<String, Double>> outputs() {
        return List.of();
    }

    /// For one class an example.
    default Optional<ConfusionMatrix> confusion() {
        return Optional.empty();
    }

    /// The other one as what it has to be to be added.
    ///
    /// @throws IllegalArgumentException if it is one of another kind
    static <T extends Tally> T sameKind(Class<T> kind, Tally other) {
        if (!kind.isInstance(other)) {
            throw new IllegalArgumentException("tally: expected one of " + kind.getSimpleName()
                    + " to add, found one of " + other.getClass().getSimpleName());
        }
        return kind.cast(other);
    }
}

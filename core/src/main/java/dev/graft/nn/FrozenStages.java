package dev.graft.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Consecutive stages whose weights do not change while this is open, in the form that computes them fastest:
/// evaluation mode, no gradients, batch norms folded into the convolutions before them and activations into those,
/// channels-last. The numbers are those of [Network#run] but for rounding.
///
/// What is folded is copied when it is first used: weights that change afterwards are not seen. Any number of threads
/// may run it at once, each in a scope of its own; it is closed when none of them does.
/// ```java
/// try (FrozenStages trunk = network.frozen(0, network.stages().size() - 1)) {
///     Tensor features = trunk.run(images, List.of());
/// }
/// ```
public final class FrozenStages implements AutoCloseable {
    private final List<Stage> stages;
    private final FusedConvolutions fused = new FusedConvolutions();

    FrozenStages(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    /// @param x      what the first of the stages takes
    /// @param extras the batch's other inputs, see [Pass#extras()]
    /// @return what the last of the stages makes; x itself if there are none
    public Tensor run(Tensor x, List<Tensor> extras) {
        return run(stages.size(), x, extras);
    }

    /// The same of the first stages only.
    ///
    /// @param count of stages, at least 0
    public Tensor run(int count, Tensor x, List<Tensor> extras) {
        try (NoGradGuard guard = new NoGradGuard()) {
            Pass pass = Pass.frozen(extras, fused);
            Tensor value = x;
            for (Stage stage : stages.subList(0, count)) {
                value = stage.forward(value, pass);
            }
            return value;
        }
    }

    /// What some of the stages make of x, in one pass.
    ///
    /// @param numbers of the stages, in ascending order
    public List<Tensor> results(int[] numbers, Tensor x, List<Tensor> extras) {
        try (NoGradGuard guard = new NoGradGuard()) {
            Pass pass = Pass.frozen(extras, fused);
            List<Tensor> results = new ArrayList<>();
            Tensor value = x;
            int next = 0;
            for (int number : numbers) {
                for (Stage stage : stages.subList(next, number + 1)) {
                    value = stage.forward(value, pass);
                }
                results.add(value);
                next = number + 1;
            }
            return results;
        }
    }

    @Override
    public void close() {
        fused.close();
    }
}

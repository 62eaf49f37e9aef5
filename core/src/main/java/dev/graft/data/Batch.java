package dev.graft.data;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// Some examples, ready for a network.
///
/// @param inputs  what the network takes: one `[N, C, H, W]` float32 tensor for images, several int64 tensors for
///     texts; the first is x, the others travel beside it
/// @param targets what it should answer, as the [Task] says: class indices `[N]`, int64
public record Batch(List<Tensor> inputs, Tensor targets) {
    public Batch {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one input");
        }
    }

    /// Number of answers: one for each example, or for each hidden token.
    public int size() {
        return (int) targets.size(0);
    }
}

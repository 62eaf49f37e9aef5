package dev.graft.data;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// Some examples, ready for a network.
///
/// @param inputs  what the network takes: one `[N, C, H, W]` float32 tensor for images; the first is x,
///     the others travel beside it
/// @param targets class indices `[N]`, int64
public record Batch(List<Tensor> inputs, Tensor targets) {
    public Batch {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one input");
        }
    }

    /// Number of examples.
    public int size() {
        return (int) targets.size(0);
    }
}

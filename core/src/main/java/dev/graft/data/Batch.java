package dev.graft.data;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// Some examples, ready for a network.
///
/// @param inputs  what the network takes: one `[N, C, H, W]` float32 tensor for images, several int64 tensors for
///     texts; the first is x, the others travel beside it
/// @param targets what it should answer; the first is as the [Task] says, class indices `[N]`, int64, say; others are
///     there for losses of one's own
public record Batch(List<Tensor> inputs, List<Tensor> targets) {
    public Batch {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        if (inputs.isEmpty() || targets.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one input and one target");
        }
    }

    /// With one tensor of targets.
    public Batch(List<Tensor> inputs, Tensor target) {
        this(inputs, List.of(target));
    }

    /// The first of the targets.
    public Tensor target() {
        return targets.getFirst();
    }

    /// Number of examples, `N`.
    public int examples() {
        return (int) inputs.getFirst().size(0);
    }

    /// Number of answers that a mean loss is over: one for each example, or for each hidden token.
    public int answers() {
        return (int) target().size(0);
    }
}

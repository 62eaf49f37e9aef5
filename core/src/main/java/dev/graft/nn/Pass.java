package dev.graft.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// What a stage is told about the pass it takes part in.
///
/// @param training          whether this stage trains: dropout is on. A frozen stage is always told `false`
/// @param updatesStatistics whether batch norms normalise with the batch's statistics and update their own
/// @param extras            inputs of the batch beside x that any stage may need, such as an attention mask
public record Pass(boolean training, boolean updatesStatistics, List<Tensor> extras) {
    /// An evaluation pass of x alone.
    public static final Pass EVALUATION = new Pass(false, false, List.of());

    /// A training pass of x alone.
    public static final Pass TRAINING = new Pass(true, true, List.of());

    public Pass {
        extras = List.copyOf(extras);
    }
}

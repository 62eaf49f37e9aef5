package dev.graft.nn;

import dev.graft.torch.ConvolutionGradients;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// What a stage is told about the pass it takes part in.
///
/// @param training          whether this stage trains: dropout is on. A frozen stage is always told `false`
/// @param updatesStatistics whether batch norms normalise with the batch's statistics and update their own
/// @param extras            inputs of the batch beside x that any stage may need, such as an attention mask
/// @param fused             convolutions as one operator with what follows them, where weights do not change; else
///     null
/// @param norms             told what enters batch norms, where somebody wants to know; else null
/// @param gradients         where convolutions leave what their weights' gradients are computed from, where the
///     backward pass runs through it; else null, and gradients are autograd's alone
public record Pass(
        boolean training,
        boolean updatesStatistics,
        List<Tensor> extras,
        @Nullable FusedConvolutions fused,
        @Nullable NormWatch norms,
        @Nullable ConvolutionGradients gradients) {
    /// An evaluation pass of x alone.
    public static final Pass EVALUATION = new Pass(false, false, List.of(), null, null, null);

    /// A training pass of x alone.
    public static final Pass TRAINING = new Pass(true, true, List.of(), null, null, null);

    /// An evaluation pass through weights that do not change.
    static Pass frozen(List<Tensor> extras, FusedConvolutions fused) {
        return new Pass(false, false, extras, fused, null, null);
    }

    /// An evaluation pass of which somebody is told what enters batch norms.
    public static Pass watched(List<Tensor> extras, NormWatch norms) {
        return new Pass(false, false, extras, null, norms, null);
    }

    public Pass {
        extras = List.copyOf(extras);
    }
}

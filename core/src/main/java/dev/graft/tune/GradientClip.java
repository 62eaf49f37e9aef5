package dev.graft.tune;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Fused;
import dev.graft.torch.Ops;
import dev.graft.torch.Scope;
import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Keeps one bad batch from throwing the weights far away.
public final class GradientClip {
    private GradientClip() {}

    /// Scales all gradients by one factor so that their common Euclidean norm is at most `maxNorm`:
    /// `torch.nn.utils.clip_grad_norm_`. Parameters without a gradient count as zero.
    ///
    /// @return the norm before; not finite where a gradient is not, and then the gradients are useless
    /// @throws IllegalArgumentException if `maxNorm` is not above 0
    public static double byGlobalNorm(Collection<ParamStore.Entry> params, double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("gradient clip: expected a norm above 0, found " + maxNorm);
        }
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> grads = gradients(params);
            double norm = Fused.norm(grads);
            double factor = maxNorm / (norm + 1e-6);
            if (!(factor >= 1) && !grads.isEmpty()) { // also when the norm is NaN, as PyTorch does
                Fused.multiply(Ops.tensors(grads), factor);
            }
            return norm;
        }
    }

    /// The gradients there are.
    static List<Tensor> gradients(Collection<ParamStore.Entry> params) {
        return params.stream()
                .map(entry -> entry.tensor().grad())
                .filter(Tensor::defined)
                .toList();
    }
}

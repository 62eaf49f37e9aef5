package dev.graft.train;

import dev.graft.torch.Fused;
import dev.graft.torch.Ops;
import dev.graft.torch.Scope;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/// Tensors of a network and what is kept beside each, as the fused operators take them. Gradients must be off.
final class TensorPairs implements AutoCloseable {
    private final boolean isEmpty;
    private final IValue live;
    private final IValue beside;

    /// @param live   tensors of the network
    /// @param beside one for each of them, of its shape and type
    TensorPairs(List<Tensor> live, List<Tensor> beside) {
        isEmpty = live.isEmpty();
        this.live = Scope.keep(Ops.tensors(live));
        this.beside = Scope.keep(Ops.tensors(beside));
    }

    /// Moves what is kept a share of the way to what is live.
    void follow(double share) {
        if (!isEmpty) {
            Fused.lerp(beside, live, share);
        }
    }

    /// Makes what is kept the same as what is live.
    void copy() {
        if (!isEmpty) {
            Fused.copy(beside, live);
        }
    }

    @Override
    public void close() {
        Scope.release(live);
        Scope.release(beside);
    }
}

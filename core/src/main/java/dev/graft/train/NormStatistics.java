package dev.graft.train;

import dev.graft.nn.Layers;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// BatchNorm statistics measured anew, each the mean over all batches: `torch.optim.swa_utils.update_bn`.
///
/// A norm knows only how to move its statistics a fixed share towards a batch's. So they are zeroed before each batch:
/// what it leaves is that share of the batch's own.
final class NormStatistics implements AutoCloseable {
    private final List<Measured> measured = new ArrayList<>();
    private final List<Tensor> counts = new ArrayList<>();
    private int batches;

    /// A norm's own tensor, and the mean over batches.
    private record Measured(Tensor live, Tensor mean) {}

    /// Forgets the statistics of some stages' norms.
    NormStatistics(Network network, Set<String> stages) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamStore.Entry entry : network.params().entries()) {
                String name = entry.name();
                if (entry.isParameter() || !stages.contains(entry.stage())) {
                    continue;
                }
                if (name.endsWith("running_mean") || name.endsWith("running_var")) {
                    measured.add(new Measured(
                            entry.tensor(), Scope.keep(entry.tensor().clone().zero_())));
                } else if (name.endsWith("num_batches_tracked")) {
                    counts.add(entry.tensor());
                }
            }
            counts.forEach(Tensor::zero_);
        }
    }

    /// Whether there is no norm whose statistics could be measured.
    boolean isEmpty() {
        return measured.isEmpty();
    }

    /// Adds the statistics of one batch.
    ///
    /// @param forward one pass of it, with those stages training
    void add(Runnable forward) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            measured.forEach(norm -> norm.live().zero_());
            forward.run();
            batches++;
            Scalar share = new Scalar(1.0 / batches);
            Scalar momentum = new Scalar(Layers.BATCH_NORM_MOMENTUM);
            measured.forEach(norm -> norm.mean().lerp_(norm.live().div(momentum), share));
        }
    }

    /// Leaves the network with what was measured.
    @Override
    public void close() {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            measured.forEach(norm -> {
                norm.live().copy_(norm.mean());
                Scope.release(norm.mean());
            });
        }
        measured.clear();
    }
}

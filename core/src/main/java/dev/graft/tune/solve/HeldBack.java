package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import org.bytedeco.pytorch.Tensor;

/// What heads said of rows that they had not learned from. Close it to free the tensor.
///
/// @param outputs  of the head that did not learn from a row's fold, float32 `[N, outputs]`
/// @param strength of the regularization, the same for all folds
/// @param loss     mean over the rows that judge
public record HeldBack(Tensor outputs, double strength, double loss) implements AutoCloseable {
    @Override
    public void close() {
        Scope.release(outputs);
    }
}

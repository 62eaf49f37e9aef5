package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// A head that was solved. Close it to free the tensors.
///
/// @param weight on the features as they came, float32 `[outputs, features]`
/// @param bias   float32 `[outputs]`
/// @param facts  how it came about
public record HeadSolution(Tensor weight, Tensor bias, Facts facts) implements AutoCloseable {
    /// How a head came about.
    ///
    /// @param strength   of the regularization: how much half the squared length of the weights on the
    ///     features as the solver scales them counts beside the loss summed over the examples; scikit-learn's
    ///     1 / C, and the alpha of its ridge
    /// @param crossValidatedLoss mean loss of what was held back, at this strength; null where nothing could be
    /// @param folds      that were held back in turn; 0 where none could be
    /// @param views      rows of each example
    /// @param iterations of all that was solved
    /// @param atEdge     whether the strongest or the weakest of all that was tried was best
    public record Facts(
            double strength,
            @Nullable Double crossValidatedLoss,
            int folds,
            int views,
            int iterations,
            boolean atEdge) {
        Facts withIterations(int value) {
            return new Facts(strength, crossValidatedLoss, folds, views, value, atEdge);
        }
    }

    @Override
    public void close() {
        Scope.release(weight);
        Scope.release(bias);
    }
}

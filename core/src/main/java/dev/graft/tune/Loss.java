package dev.graft.tune;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// What training makes small.
@FunctionalInterface
public interface Loss {
    /// @param logits  `[N, classes]`
    /// @param targets class indices, int64 `[N]`, or class probabilities `[N, classes]`
    /// @return a scalar: the mean over the batch
    Tensor of(Tensor logits, Tensor targets);

    /// Plain cross-entropy.
    static Loss crossEntropy() {
        return crossEntropy(0, List.of());
    }

    /// `torch.nn.functional.cross_entropy`, mean over the batch (with class weights: weighted mean).
    ///
    /// @param labelSmoothing at least 0, below 1: how much of each target is spread over all classes
    ///     (Szegedy et al. 2016, <https://arxiv.org/abs/1512.00567>)
    /// @param classWeights   one for each class, at least 0, or an empty list for none
    /// @throws IllegalArgumentException if a number is out of its range
    static Loss crossEntropy(double labelSmoothing, List<Double> classWeights) {
        return new CrossEntropy(labelSmoothing, classWeights);
    }
}

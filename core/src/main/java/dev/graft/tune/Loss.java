package dev.graft.tune;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What training makes small.
@FunctionalInterface
public interface Loss {
    /// @param logits  `[N, outputs]`
    /// @param targets class indices, int64 `[N]`, class probabilities `[N, outputs]`, or what else the loss says
    /// @return a scalar: the mean over the batch
    Tensor of(Tensor logits, Tensor targets);

    /// The same of all tensors of targets that a batch has: of the first, unless a loss says otherwise.
    default Tensor of(Tensor logits, List<Tensor> targets) {
        return of(logits, targets.getFirst());
    }

    /// What a loss of a batch came to, as a number.
    ///
    /// @param loss of a batch
    /// @throws IllegalArgumentException if it is none
    static double number(Tensor loss) {
        if (loss.numel() != 1) {
            throw new IllegalArgumentException(
                    "loss: expected one number for a batch, found " + loss.numel() + "; take their mean");
        }
        return loss.item_double();
    }

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

    /// `torch.nn.functional.binary_cross_entropy_with_logits`, mean over all outputs: what HuggingFace takes for
    /// several labels an example. Targets are 0 … 1, `[N, outputs]`.
    static Loss binaryCrossEntropy() {
        return torch::binary_cross_entropy_with_logits;
    }

    /// `torch.nn.functional.mse_loss`, mean over all outputs: what HuggingFace takes for regression. Targets are
    /// `[N, outputs]`.
    static Loss meanSquaredError() {
        return torch::mse_loss;
    }
}

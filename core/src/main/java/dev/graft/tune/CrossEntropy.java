package dev.graft.tune;

import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// `torch.nn.functional.cross_entropy` with its mean over the batch.
record CrossEntropy(double labelSmoothing, List<Double> classWeights) implements Loss {
    private static final long MEAN = 1; // libtorch's number for this reduction
    private static final long IGNORED_TARGET = -100;

    CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing: expected at least 0 and below 1, found " + labelSmoothing);
        }
        classWeights = List.copyOf(classWeights);
        for (double weight : classWeights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("class weights: expected at least 0, found " + weight);
            }
        }
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets) {
        return torch.cross_entropy_loss(logits, targets, weightsFor(logits), MEAN, IGNORED_TARGET, labelSmoothing);
    }

    private TensorOptional weightsFor(Tensor logits) {
        if (classWeights.isEmpty()) {
            return new TensorOptional();
        }
        float[] weights = new float[classWeights.size()];
        if (weights.length != logits.size(1)) {
            throw new IllegalArgumentException(
                    "class weights: expected " + logits.size(1) + ", one per class, found " + weights.length);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = classWeights.get(i).floatValue();
        }
        return new TensorOptional(Tensors.of(weights, weights.length).to(logits.device(), Tensors.type(logits)));
    }
}

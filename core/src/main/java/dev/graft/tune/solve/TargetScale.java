package dev.graft.tune.solve;

import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Targets as a head is solved for them: numbers with mean 0 and deviation 1 over the examples, so that one strength
/// suits all of them; classes and labels as they are.
///
/// @param targets   `[N, 1, outputs]`
/// @param mean      of each output, `[outputs]`
/// @param deviation of each output, `[outputs]`
record TargetScale(Tensor targets, Tensor mean, Tensor deviation) {
    static TargetScale of(HeadLoss loss, Tensor targets) {
        Tensor zeros = torch.zeros_like(targets.select(0, 0).view(-1));
        if (loss != HeadLoss.SQUARED_ERROR) {
            return new TargetScale(targets, zeros, zeros.add(new Scalar(1.0)));
        }
        Tensor mean = mean(targets);
        Tensor centred = targets.sub(mean);
        Tensor deviation = mean(centred.square()).sqrt();
        Tensor divisor = torch.where(deviation.gt(new Scalar(0.0)), deviation, new Scalar(1.0));
        return new TargetScale(centred.div(divisor), mean.view(-1), divisor.view(-1));
    }

    private static Tensor mean(Tensor targets) {
        return targets.mean(new long[] {0}, true, new ScalarTypeOptional());
    }

    /// A head for the targets as they came.
    ///
    /// @param solved `[outputs, R + 1]`, the bias last
    Tensor original(Tensor solved) {
        Tensor head = solved.mul(deviation.view(-1, 1));
        head.select(1, head.size(1) - 1).add_(mean);
        return head;
    }

    /// What a head says, in the units that the targets came in.
    ///
    /// @param outputs `[N, outputs]`
    Tensor answered(Tensor outputs) {
        return outputs.mul(deviation.view(1, -1)).add(mean.view(1, -1));
    }

    /// A mean loss as a training reports it: of numbers the squared error, in the units they came in.
    ///
    /// @param losses of each output where each is judged by itself
    double reported(HeadLoss loss, double[] losses) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            double unit = loss == HeadLoss.SQUARED_ERROR ? Tensors.floats(deviation)[i] : 1;
            sum += losses[i] * (loss == HeadLoss.SQUARED_ERROR ? 2 * unit * unit : 1);
        }
        return sum / losses.length;
    }
}

package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What a solved head makes small: convex losses, each of which has one least.
public enum HeadLoss {
    /// One class an example: softmax over all classes (multinomial logistic regression). Targets are int64 `[N]`.
    CROSS_ENTROPY {
        @Override
        Tensor encoded(Tensor targets, int outputs) {
            return torch.one_hot(targets, outputs);
        }

        @Override
        Tensor losses(Tensor outputs, Tensor targets) {
            return sums(torch.log_softmax(outputs, PER_OUTPUT[0]).mul(targets)).neg();
        }

        @Override
        Tensor answers(Tensor outputs) {
            return torch.softmax(outputs, PER_OUTPUT[0]);
        }

        @Override
        Tensor known(Tensor learning, Tensor targets) {
            Tensor classes = targets.squeeze(1);
            return classes.mm(some(learning, classes).t()).unsqueeze(2);
        }
    },

    /// Any number of labels, each against the rest. Targets are 0 or 1, float32 `[N, outputs]`.
    BINARY_CROSS_ENTROPY {
        @Override
        Tensor losses(Tensor outputs, Tensor targets) {
            return torch.softplus(outputs).sub(outputs.mul(targets));
        }

        @Override
        Tensor answers(Tensor outputs) {
            return torch.sigmoid(outputs);
        }

        @Override
        Tensor known(Tensor learning, Tensor targets) {
            Tensor labels = targets.squeeze(1);
            return some(learning, labels)
                    .mul(some(learning, torch.ones_like(labels).sub(labels)))
                    .unsqueeze(0);
        }
    },

    /// Numbers: half the squared error (ridge regression). Targets are float32 `[N, outputs]`.
    SQUARED_ERROR {
        @Override
        Tensor losses(Tensor outputs, Tensor targets) {
            return outputs.sub(targets).square().mul(new Scalar(0.5));
        }

        @Override
        Tensor answers(Tensor outputs) {
            return outputs;
        }

        @Override
        Tensor known(Tensor learning, Tensor targets) {
            return torch.ones(1, 1, 1).to(ScalarType.Double);
        }

        @Override
        double curvature(Tensor outputs) {
            return 1;
        }
    };

    private static final long[] PER_OUTPUT = {2};

    /// Targets as they are compared with outputs of several folds at once: float64 `[N, 1, outputs]`.
    final Tensor columns(Tensor targets, int outputs) {
        return encoded(targets, outputs).to(ScalarType.Double).view(-1, 1, outputs);
    }

    Tensor encoded(Tensor targets, int outputs) {
        return targets;
    }

    /// What each example costs, `[N, folds, 1]`; where each output is judged by itself, `[N, folds, outputs]`.
    ///
    /// @param outputs `[N, folds, outputs]`
    /// @param targets `[N, 1, outputs]`
    abstract Tensor losses(Tensor outputs, Tensor targets);

    /// What outputs say, in the units of the targets; of all three losses the derivative by the outputs is what is said
    /// less what should be.
    abstract Tensor answers(Tensor outputs);

    /// 1 where a row can judge an output of a fold's head: of a class or label of which it learned from no example
    /// there is nothing to be judged. `[N or 1, folds or 1, outputs or 1]`
    ///
    /// @param learning how much a row counts for the head of a fold, `[N, folds]`
    /// @param targets  `[N, 1, outputs]`
    abstract Tensor known(Tensor learning, Tensor targets);

    /// Mean second derivative by an output: how much a loss bends there.
    double curvature(Tensor outputs) {
        try (Scope scope = Scope.open()) {
            Tensor said = answers(outputs);
            return said.sub(said.square()).mean().item_double();
        }
    }

    /// Whether rows that count for a fold have a mark, `[folds, outputs]`.
    private static Tensor some(Tensor learning, Tensor marks) {
        return learning.t().mm(marks).gt(new Scalar(0.0)).to(ScalarType.Double);
    }

    private static Tensor sums(Tensor perOutput) {
        return perOutput.sum(PER_OUTPUT, true, new ScalarTypeOptional());
    }
}

package dev.graft.tune;

import java.util.List;

/// Which optimizer, and its numbers that stay the same for the whole run. The learning rate comes from the
/// plan's schedule and the weight decay from its groups. Update rules and defaults are those of
/// `torch.optim` (PyTorch 2.10).
public sealed interface OptimizerSettings {
    /// Stochastic gradient descent, with L2 weight decay and without dampening.
    ///
    /// @param momentum 0 for none
    /// @param nesterov needs momentum above 0
    record Sgd(double momentum, boolean nesterov) implements OptimizerSettings {
        public Sgd {
            requireInUnit("momentum", momentum);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("sgd: nesterov needs a momentum above 0, found 0");
            }
        }

        @Override
        public List<String> stateKinds() {
            return momentum == 0 ? List.of() : List.of(ParamState.MOMENTUM_BUFFER);
        }

        @Override
        public String toString() {
            return "SGD, momentum " + momentum + (nesterov ? ", Nesterov" : "");
        }
    }

    /// Adam with L2 weight decay: added to the gradient (Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>).
    record Adam(double beta1, double beta2, double eps) implements OptimizerSettings {
        public Adam {
            requireAdam(beta1, beta2, eps);
        }

        @Override
        public List<String> stateKinds() {
            return ParamState.ADAM;
        }

        @Override
        public String toString() {
            return "Adam, betas " + beta1 + " " + beta2 + ", eps " + Numbers.text(eps);
        }
    }

    /// Adam with decoupled weight decay: taken off the weight itself (Loshchilov and Hutter 2019,
    /// <https://arxiv.org/abs/1711.05101>).
    record AdamW(double beta1, double beta2, double eps) implements OptimizerSettings {
        public AdamW {
            requireAdam(beta1, beta2, eps);
        }

        @Override
        public List<String> stateKinds() {
            return ParamState.ADAM;
        }

        @Override
        public String toString() {
            return "AdamW, betas " + beta1 + " " + beta2 + ", eps " + Numbers.text(eps);
        }
    }

    /// No steps: a linear head on frozen features is set to the least of its regularized loss, with the strength of the
    /// regularization chosen by cross-validation ([dev.graft.tune.solve.HeadSolver]). A phase that has it lasts one
    /// epoch, and its only group is that head.
    record Solve() implements OptimizerSettings {
        @Override
        public List<String> stateKinds() {
            return List.of();
        }

        @Override
        public String toString() {
            return "solved, strength by cross-validation";
        }
    }

    /// The tensors kept for each parameter, by PyTorch's names; they start as zeros.
    List<String> stateKinds();

    static OptimizerSettings sgd(double momentum) {
        return new Sgd(momentum, false);
    }

    static OptimizerSettings adam() {
        return new Adam(0.9, 0.999, 1e-8);
    }

    static OptimizerSettings adamW() {
        return new AdamW(0.9, 0.999, 1e-8);
    }

    static OptimizerSettings solve() {
        return new Solve();
    }

    private static void requireAdam(double beta1, double beta2, double eps) {
        requireInUnit("beta1", beta1);
        requireInUnit("beta2", beta2);
        if (!(eps >= 0) || Double.isInfinite(eps)) {
            throw new IllegalArgumentException("eps: expected at least 0, found " + eps);
        }
    }

    private static void requireInUnit(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": expected at least 0 and below 1, found " + value);
        }
    }
}

package dev.graft.train;

/// Whether the model that is validated and kept is an average of the weights on the way.
///
/// Training goes on with the live weights; what is validated after an epoch, recorded as the best and saved as the
/// model is the average. What no phase has trained so far is in no average and keeps every byte.
public sealed interface Averaging {
    /// The live weights are the model.
    Averaging NONE = new None();

    /// The live weights are the model.
    record None() implements Averaging {}

    /// Exponential moving average, after every optimizer step `average += (1 - decay) * (weights - average)`, over
    /// parameters and BatchNorm statistics alike: `ModelEmaV3` of timm 1.0 with `update(model, step)`. The first
    /// step copies.
    ///
    /// @param decay  share of the average that a step keeps, at least 0, below 1
    /// @param warmUp whether the decay grows to it, as `1 - (1 + step)^(-2/3)`, so that short trainings are not
    ///     dragged down by where they began (timm's `use_warmup`)
    record Ema(double decay, boolean warmUp) implements Averaging {
        private static final double WARM_UP_POWER = 2.0 / 3;

        public Ema {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException(
                        "averaging: expected a decay of at least 0 and below 1, found " + decay);
            }
        }

        /// The decay of an optimizer step.
        ///
        /// @param step counted from 0; the first has decay 0: it copies
        double decayAt(long step) {
            if (step == 0) {
                return 0;
            }
            return warmUp ? Math.min(decay, 1 - Math.pow(1.0 + step, -WARM_UP_POWER)) : decay;
        }
    }

    /// Stochastic weight averaging, Izmailov et al. 2018, <https://arxiv.org/abs/1803.05407>: the equal average of
    /// the parameters at the end of each epoch from `fromEpoch` on. BatchNorm statistics of what trains are then
    /// measured anew by one pass over the epoch's training batches: `AveragedModel` and `update_bn` of
    /// `torch.optim.swa_utils`. Before `fromEpoch` the live weights are the model.
    ///
    /// @param fromEpoch the first epoch that counts, itself counted from 0
    record Swa(int fromEpoch) implements Averaging {
        public Swa {
            if (fromEpoch < 0) {
                throw new IllegalArgumentException(
                        "averaging: expected a first epoch of 0 or more, found " + fromEpoch);
            }
        }
    }
}

package dev.graft.nn;

import dev.graft.torch.Rng;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// How a tensor is filled when a network starts from nothing. The formulas are those of
/// `torch.nn.init` (PyTorch 2.10).
@FunctionalInterface
public interface Init {
    /// Fills a CPU tensor in place, with random numbers from `rng` alone.
    void fill(Tensor tensor, Rng rng);

    Init ZEROS = (t, rng) -> t.zero_();

    Init ONES = (t, rng) -> t.fill_(new Scalar(1f));

    /// Normal with standard deviation `std` around 0.
    static Init normal(double std) {
        return (t, rng) -> t.normal_(0, std, rng.nativeGenerator());
    }

    /// Normal with standard deviation `std` around 0, but nothing further out than `cutoff` times that:
    /// `trunc_normal_`.
    static Init truncatedNormal(double std, double cutoff) {
        return (t, rng) -> {
            double root = Math.sqrt(2);
            double share =
                    Tensors.of(new float[] {(float) (cutoff / root)}, 1).erf().item_double();
            t.uniform_(-share, share, rng.nativeGenerator()).erfinv_().mul_(new Scalar(std * root));
        };
    }

    /// Uniform between -`bound` and `bound`.
    static Init uniform(double bound) {
        return (t, rng) -> t.uniform_(-bound, bound, rng.nativeGenerator());
    }

    /// Uniform with bound `1 / sqrt(fanIn)`: what `nn.Conv2d` and `nn.Linear` do to weight and bias
    /// by default (`kaiming_uniform_` with `a = sqrt(5)` for the weight).
    static Init torchDefault(long fanIn) {
        return uniform(1 / Math.sqrt((double) fanIn));
    }

    /// `kaiming_normal_(mode="fan_out", nonlinearity="relu")` for `[out, in/groups, kH, kW]` (He et al. 2015,
    /// <https://arxiv.org/abs/1502.01852>).
    static Init kaimingNormalFanOut() {
        return (t, rng) -> {
            double fanOut = t.numel() / (double) t.size(1);
            t.normal_(0, Math.sqrt(2 / fanOut), rng.nativeGenerator());
        };
    }

    /// `kaiming_normal_` with its defaults (`a = 0`, fan in).
    static Init kaimingNormal() {
        return (t, rng) -> {
            double fanIn = t.numel() / (double) t.size(0);
            t.normal_(0, Math.sqrt(2 / fanIn), rng.nativeGenerator());
        };
    }

    /// `kaiming_uniform_` with its defaults (`a = 0`, fan in).
    static Init kaimingUniform() {
        return (t, rng) -> {
            double fanIn = t.numel() / (double) t.size(0);
            double bound = Math.sqrt(6 / fanIn);
            t.uniform_(-bound, bound, rng.nativeGenerator());
        };
    }
}

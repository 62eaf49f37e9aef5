package dev.graft.nn;

import dev.graft.text.Bounds;
import java.util.List;

/// How low-rank adapters are laid beside the layers of a network: `W x + alpha / rank * B A x` in place of `W x`,
/// where only A and B learn (LoRA: Hu et al. 2021, <https://arxiv.org/abs/2106.09685>), as HuggingFace PEFT 0.17
/// computes it.
///
/// @param rank    rows of A and columns of B, at least 1
/// @param alpha   above 0; with `rank` it scales what the adapter adds
/// @param dropout of the adapter's input while its stage trains, at least 0, below 1
/// @param targets names of layers, such as `layer4.0.conv1`, or patterns with `*` and `?`; empty for all linear and
///     convolution layers before the head. Convolutions in groups (depthwise ones) never get an adapter: the rank-r
///     form of theirs would be larger than themselves
public record Lora(int rank, double alpha, double dropout, List<String> targets) {
    /// As wide as the widest layers there are: more holds nothing more.
    private static final int MOST_RANK = 4096;

    public Lora {
        targets = List.copyOf(targets);
        Bounds.require("lora: rank", rank, 1, MOST_RANK);
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("lora: alpha: expected above 0, found " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("lora: dropout: expected at least 0 and below 1, found " + dropout);
        }
    }

    /// Alpha twice the rank, no dropout, all layers before the head.
    public static Lora of(int rank) {
        return new Lora(rank, 2.0 * rank, 0, List.of());
    }

    public Lora withAlpha(double value) {
        return new Lora(rank, value, dropout, targets);
    }

    public Lora withDropout(double value) {
        return new Lora(rank, alpha, value, targets);
    }

    public Lora withTargets(List<String> values) {
        return new Lora(rank, alpha, dropout, values);
    }

    /// What the product of B and A is multiplied by.
    public double scale() {
        return alpha / rank;
    }
}

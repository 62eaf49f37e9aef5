package dev.graft.nn;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Multi-head attention of a sequence to itself (Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>), by
/// libtorch's `scaled_dot_product_attention`.
///
/// @param heads   how many, at least 1
/// @param dropout probability of leaving out an attention weight while the stage trains
public record Attention(int heads, double dropout) {
    public Attention {
        if (heads < 1) {
            throw new IllegalArgumentException("attention: expected at least 1 head, found " + heads);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("attention dropout: expected at least 0 and below 1, found " + dropout);
        }
    }

    /// Queries, keys and values each from a layer of their own, `[N, L, H]` to `[N, L, H]`. Positions that the batch's
    /// mask leaves out are seen by nobody.
    public Layer of(Layer query, Layer key, Layer value) {
        return (x, pass) -> merge(attend(
                split(query.forward(x, pass)),
                split(key.forward(x, pass)),
                split(value.forward(x, pass)),
                seen(pass),
                pass));
    }

    /// @param query `[N, heads, L, H / heads]`, as key and value
    /// @param seen  true where attention may look, to be broadcast to `[N, heads, L, L]`
    public Tensor attend(Tensor query, Tensor key, Tensor value, Tensor seen, Pass pass) {
        double leftOut = pass.training() ? dropout : 0;
        return torch.scaled_dot_product_attention(
                query, key, value, new TensorOptional(seen), leftOut, false, new DoubleOptional(), false);
    }

    /// `[N, L, H]` to `[N, heads, L, H / heads]`.
    public Tensor split(Tensor x) {
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    /// `[N, heads, L, H / heads]` to `[N, L, H]`.
    public Tensor merge(Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }

    /// The batch's mask, `[N, L]` with 1 for a token and 0 for padding, as `[N, 1, 1, L]`.
    public static Tensor seen(Pass pass) {
        Tensor mask = pass.extras().getFirst();
        return mask.view(mask.size(0), 1, 1, mask.size(1)).to(torch.ScalarType.Bool);
    }
}

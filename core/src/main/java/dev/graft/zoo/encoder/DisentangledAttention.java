package dev.graft.zoo.encoder;

import dev.graft.nn.Attention;
import dev.graft.nn.Layer;
import dev.graft.nn.Pass;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Attention that weighs contents with contents, contents with relative positions, and relative positions with
/// contents: He et al. 2020, <https://arxiv.org/abs/2006.03654>.
///
/// @param attention     heads and dropout
/// @param positions     the table that all layers share
/// @param positionKey   makes keys of positions, if contents look at positions
/// @param positionQuery makes queries of positions, if positions look at contents
record DisentangledAttention(
        Attention attention, RelativePositions positions, Optional<Layer> positionKey, Optional<Layer> positionQuery) {

    /// `[N, L, H]` to `[N, L, H]`.
    Layer of(Layer query, Layer key, Layer value) {
        int parts = 1 + (positionKey.isPresent() ? 1 : 0) + (positionQuery.isPresent() ? 1 : 0);
        // the attention itself divides by the root of a head's width
        double share = 1 / Math.sqrt(parts);
        return (x, pass) -> {
            Tensor q = attention.split(query.forward(x, pass)).mul(new Scalar(share));
            Tensor k = attention.split(key.forward(x, pass));
            Tensor v = attention.split(value.forward(x, pass));
            Tensor seen = Attention.seen(pass);
            return attention.merge(
                    attention.attend(q, k, v, parts == 1 ? seen : biases(q, k, seen, share, pass), pass));
        };
    }

    /// What is added to the attention's scores, and minus infinity where nobody may look: `[N, heads, L, L]`.
    private Tensor biases(Tensor q, Tensor k, Tensor seen, double share, Pass pass) {
        long length = q.size(2);
        RelativePositions.Slice slice = positions.of((int) length, pass);
        Tensor rows = slice.rows().unsqueeze(0);
        Tensor index = slice.index().expand(q.size(0), q.size(1), length, length);
        Scalar scale = new Scalar(1 / Math.sqrt((double) q.size(3)));
        Optional<Tensor> toPosition = positionKey.map(layer -> {
            Tensor keys = attention.split(layer.forward(rows, pass));
            return q.matmul(keys.transpose(-1, -2)).gather(-1, index);
        });
        Optional<Tensor> fromPosition = positionQuery.map(layer -> {
            Tensor queries = attention.split(layer.forward(rows, pass)).mul(new Scalar(share));
            return queries.matmul(k.transpose(-1, -2)).gather(-2, index);
        });
        Tensor sum = toPosition.isPresent() && fromPosition.isPresent()
                ? toPosition.get().add_(fromPosition.get())
                : toPosition.or(() -> fromPosition).orElseThrow();
        return sum.mul_(scale).masked_fill_(seen.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
    }
}

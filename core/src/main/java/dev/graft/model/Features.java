package dev.graft.model;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What a stage makes of an example, as one row of numbers: a vector of its own as it is, a map over the image as its
/// mean over the places, vectors of tokens as their mean over the text without its padding.
///
/// @param source what the example is called
/// @param values the numbers
/// @param cut    whether the network takes no more of it than this, so that more may have been left out
@SuppressWarnings("ArrayRecordComponent") // numbers of one's own; never compared
public record Features(String source, float[] values, boolean cut) {
    /// @param made   `[N, D]`, `[N, D, H, W]` or `[N, L, D]`
    /// @param extras beside images nothing, beside texts first the mask of their tokens, `[N, L]`
    /// @return `[N, D]`
    static Tensor pooled(Tensor made, List<Tensor> extras) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return switch ((int) made.dim()) {
                case 4 -> made.mean(2, 3);
                case 3 -> {
                    Tensor mask = extras.getFirst().to(ScalarType.Float).unsqueeze(-1);
                    yield made.mul(mask).sum(1).div(mask.sum(1));
                }
                default -> made;
            };
        }
    }
}

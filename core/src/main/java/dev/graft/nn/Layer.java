package dev.graft.nn;

import org.bytedeco.pytorch.Tensor;

/// A function of a tensor whose parameters, if any, live in a [ParamStore].
@FunctionalInterface
public interface Layer {
    /// @param x    shape as the layer says, usually `[N, C, H, W]`
    /// @param pass whether it trains, and what it may need beside x
    Tensor forward(Tensor x, Pass pass);

    /// This layer, then `next`.
    default Layer then(Layer next) {
        return (x, pass) -> next.forward(forward(x, pass), pass);
    }
}

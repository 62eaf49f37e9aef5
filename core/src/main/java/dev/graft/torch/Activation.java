package dev.graft.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What follows a convolution, element by element.
public enum Activation {
    /// Nothing.
    NONE,
    /// `max(x, 0)`.
    RELU,
    /// `min(max(x, 0), 6)`.
    RELU6;

    /// Writes the result over x.
    ///
    /// @return x
    public Tensor applyInPlace(Tensor x) {
        switch (this) {
            case NONE -> {}
            case RELU -> x.relu_();
            case RELU6 -> torch.relu6_(x); // what this returns borrows x's handle and does not keep it alive
        }
        return x;
    }
}

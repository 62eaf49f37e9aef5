package dev.graft.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Zeros that a kernel begins with, so that its window begins later: what [Conv2d#withSamePadding()] asks for along
/// an even side. A larger kernel costs nothing that can be measured; padding the images by themselves, before the
/// convolution, took four times as long as the convolution (libtorch 2.10, AVX-512, frozen stages).
///
/// @param rows    above the kernel, 0 or 1
/// @param columns left of the kernel, 0 or 1
record Margin(int rows, int columns) {
    static final Margin NONE = new Margin(0, 0);

    /// The kernel's where it looks at x, `[N, C, H, W]`.
    static Margin of(Conv2d conv, Tensor x) {
        return conv.same() && conv.stride() == 2 && conv.kernel() > 1
                ? new Margin(x.size(2) % 2 == 0 ? 1 : 0, x.size(3) % 2 == 0 ? 1 : 0)
                : NONE;
    }

    /// @param kernel `[out, in / groups, k, k]`
    /// @return itself where there is no margin
    Tensor before(Tensor kernel) {
        return equals(NONE) ? kernel : torch.constant_pad_nd(kernel, new long[] {columns, 0, rows, 0});
    }
}

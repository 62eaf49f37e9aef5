package dev.graft.nn;

/// The shape of a 2-d convolution with square kernel, and how it starts: an argument of
/// [Layers#conv2d(ParamPath, Conv2d)].
///
/// @param in      input channels, a multiple of `groups`
/// @param out     output channels, a multiple of `groups`
/// @param kernel  side of the kernel
/// @param stride  step in both directions
/// @param padding zeros around the input
/// @param same    whether the window begins one pixel later along an even side, see [#withSamePadding()]
/// @param groups  1 for a full convolution, `in` for a depthwise one
/// @param bias    whether there is a bias
/// @param weightInit how the weight starts
/// @param biasInit   how the bias starts
public record Conv2d(
        int in,
        int out,
        int kernel,
        int stride,
        int padding,
        boolean same,
        int groups,
        boolean bias,
        Init weightInit,
        Init biasInit) {

    public Conv2d {
        if (in < 1 || out < 1 || kernel < 1 || stride < 1 || padding < 0) {
            throw new IllegalArgumentException("conv2d: expected channels, kernel and stride of at least 1, found " + in
                    + " -> " + out + ", kernel " + kernel + ", stride " + stride + ", padding " + padding);
        }
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "conv2d: " + in + " -> " + out + " channels do not divide into " + groups + " groups");
        }
        if (same && (stride > 2 || kernel % 2 == 0 || padding != kernel / 2)) {
            throw new IllegalArgumentException(
                    "conv2d: expected an odd kernel and a stride of 1 or 2 for the same padding," + " found kernel "
                            + kernel + ", stride " + stride);
        }
    }

    /// Stride 1, no padding, with a bias, initialised as `nn.Conv2d` does by default.
    public static Conv2d of(int in, int out, int kernel) {
        return grouped(in, out, kernel, 1);
    }

    /// The same in groups: each `out / groups` channels of the result see their own `in / groups` channels of x.
    public static Conv2d grouped(int in, int out, int kernel, int groups) {
        Init standard = Init.torchDefault((long) in / Math.max(1, groups) * kernel * kernel);
        return new Conv2d(in, out, kernel, 1, 0, false, groups, true, standard, standard);
    }

    public Conv2d withStride(int stride) {
        return new Conv2d(in, out, kernel, stride, padding, same, groups, bias, weightInit, biasInit);
    }

    public Conv2d withPadding(int padding) {
        return new Conv2d(in, out, kernel, stride, padding, false, groups, bias, weightInit, biasInit);
    }

    /// TensorFlow's padding of this name, for the stride that is set: as many zeros that a side becomes
    /// `ceil(side / stride)`, the odd one at its end. That differs from half the kernel around where the stride
    /// is 2 and a side even: the first window is one pixel further inside.
    ///
    /// @throws IllegalArgumentException for an even kernel or a stride above 2
    public Conv2d withSamePadding() {
        return new Conv2d(in, out, kernel, stride, kernel / 2, true, groups, bias, weightInit, biasInit);
    }

    public Conv2d withoutBias() {
        return new Conv2d(in, out, kernel, stride, padding, same, groups, false, weightInit, biasInit);
    }

    public Conv2d withInit(Init weight, Init bias) {
        return new Conv2d(in, out, kernel, stride, padding, same, groups, this.bias, weight, bias);
    }
}

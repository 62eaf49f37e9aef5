package dev.graft.weights;

import dev.graft.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Fits a first convolution made for RGB to images with another number of channels, so that the sums it
/// makes stay as large as they were: the rule of timm 1.0, `adapt_input_conv`.
final class Channels {
    private static final long RGB = 3;

    private Channels() {}

    static boolean canAdapt(Tensor weight, Tensor wanted) {
        long[] from = Tensors.shape(weight);
        long[] to = Tensors.shape(wanted);
        if (from.length != 4 || to.length != 4 || from[1] != RGB || !weight.is_floating_point()) {
            return false;
        }
        from[1] = to[1];
        return Arrays.equals(from, to);
    }

    /// The weight for another number of channels.
    ///
    /// @param weight `[out, 3, kH, kW]`
    /// @return `[out, channels, kH, kW]` in float32
    static Tensor adapt(Tensor weight, long channels) {
        Tensor rgb = weight.to(ScalarType.Float);
        if (channels == 1) {
            return rgb.sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
        }
        long times = (channels + RGB - 1) / RGB;
        Tensor cyclic = rgb.repeat(1, times, 1, 1).narrow(1, 0, channels);
        return cyclic.mul(new Scalar((float) RGB / channels));
    }
}

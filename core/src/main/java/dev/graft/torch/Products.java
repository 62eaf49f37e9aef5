package dev.graft.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Matrix products that wait politely. OpenBLAS's threads wait for each other inside a product, and in the build that
/// there is they do so without ever giving way: where another process wants a core, one of them spins through its whole
/// share while the other is not running. So OpenBLAS has one thread here ([Threads]), and a product that is worth
/// several is computed by oneDNN, as a convolution of 1 x 1, on OpenMP's threads, which sleep when they wait. The
/// choice depends on shapes and on the number of threads alone, never on how busy the machine is: the same training
/// comes to the same bytes.
public final class Products {
    /// Multiply-accumulates from which two threads are faster through oneDNN than one through OpenBLAS.
    private static final long FEWEST_MACS = 64L << 20;

    private Products() {}

    /// `torch.linear` with its gradients.
    ///
    /// @param x      `[…, in]`
    /// @param weight `[out, in]`
    /// @param bias   `[out]`, or nothing
    /// @return `[…, out]`
    public static Tensor linear(Tensor x, Tensor weight, TensorOptional bias) {
        return isShared(x, weight) ? convolved(x, weight, bias) : torch.linear(x, weight, bias);
    }

    /// Whether large products are oneDNN's on this machine; elsewhere they stay OpenBLAS's, with all threads.
    static boolean areShared() {
        return torch.hasMKLDNN();
    }

    static boolean isShared(Tensor x, Tensor weight) {
        return areShared()
                && x.dim() > 1
                && x.numel() * weight.size(0) >= FEWEST_MACS
                && torch.get_num_threads() > 1
                && x.device().is_cpu()
                && x.scalar_type().intern() == ScalarType.Float
                && weight.scalar_type().intern() == ScalarType.Float
                && x.is_contiguous()
                && weight.is_contiguous()
                && !torch.is_autocast_enabled(torch.DeviceType.CPU);
    }

    /// x is an image in channels-last order already: its rows are pixels, what is in a row are channels.
    private static Tensor convolved(Tensor x, Tensor weight, TensorOptional bias) {
        long in = weight.size(1);
        long out = weight.size(0);
        long images = x.dim() == 3 ? x.size(0) : 1;
        Tensor pixels = x.view(images, 1, -1, in).permute(0, 3, 1, 2);
        long[] one = {1, 1};
        Tensor y = torch.conv2d(pixels, weight.view(out, in, 1, 1), bias, one, new long[] {0, 0}, one, 1);
        long[] shape = Tensors.shape(x);
        shape[shape.length - 1] = out;
        return y.permute(0, 2, 3, 1).reshape(shape);
    }
}

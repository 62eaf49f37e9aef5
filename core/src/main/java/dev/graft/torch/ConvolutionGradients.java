package dev.graft.torch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.VoidTensorHook;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Gradients of convolutions' weights as matrix products, for CPUs without AVX-512: there oneDNN's own
/// (libtorch 2.10) reach a third to a half of what a matrix product does, and are the slowest part of a
/// training step. With AVX-512 they are as fast as products are, or faster. `bench/profile` shows both.
///
/// Autograd sees a convolution whose weight is constant; the weight's gradient is added to its `grad` here,
/// during [#backward(Tensor)]. Gradients of inputs and of all else are autograd's, as ever. A convolution
/// that this does not pay for is autograd's whole.
/// ```java
/// Tensor y = gradients.conv2d(x, weight, shape); // as many as there are
/// gradients.backward(loss);
/// ```
/// One thread at a time; one backward pass for the forward passes before it.
public final class ConvolutionGradients implements AutoCloseable {
    private static final String AVX512 = "AVX512"; // as libtorch says what it runs on
    private static final int KERNEL = 3; // 1 x 1 is a product already, larger ones are stems' on three channels
    private static final int FEWEST_CHANNELS = 256; // with fewer, what is laid out costs more than the product gains
    private static final int FEWEST_PIXELS = 1024; // of a batch's results: smaller products wait for their threads
    private static final long CHUNK_BYTES = 8L << 20; // what is laid out for a product stays in the processor's cache

    private final boolean products;
    private final List<Made> waiting = new ArrayList<>();
    private final Hook hook;

    /// A convolution's result whose gradient is still to come, with what it was made of.
    private record Made(Tensor x, long version, Tensor weight, FusedConvolution.Shape shape, Tensor result) {
        void release() {
            Scope.release(x);
            Scope.release(weight);
            Scope.release(result);
        }
    }

    /// Called when the gradient of a result is known. Autograd stores it right after, so what is ready by
    /// then are the results before.
    private final class Hook extends VoidTensorHook {
        @Override
        public void call(TensorBase gradient) {
            settle();
        }
    }

    /// Products where this processor gains by them.
    public ConvolutionGradients() {
        this(processorGains());
    }

    /// @param products whether any gradient is computed here; autograd computes all without
    public ConvolutionGradients(boolean products) {
        Engine.start();
        this.products = products;
        hook = Scope.keep(new Hook());
    }

    /// `conv2d(x, weight)` without a bias, for a result that nothing overwrites.
    ///
    /// @param x      `[N, in, H, W]`; must not be overwritten before the backward pass
    /// @param weight `[out, in / groups, k, k]`
    public Tensor conv2d(Tensor x, Tensor weight, FusedConvolution.Shape shape) {
        boolean ours = isOurs(x, weight, shape);
        Tensor y = torch.conv2d(
                x,
                ours ? weight.detach() : weight,
                new TensorOptional(),
                shape.strides(),
                shape.paddings(),
                FusedConvolution.Shape.dilations(),
                shape.groups());
        if (ours) {
            y.requires_grad_(true);
            y.retain_grad();
            y.register_hook(hook);
            waiting.add(new Made(own(x), x._version(), own(weight), shape, own(y)));
        }
        return y;
    }

    /// Whether this processor computes them faster as products.
    public static boolean processorGains() {
        Engine.start();
        return !torch.get_cpu_capability().getString().equals(AVX512);
    }

    private boolean isOurs(Tensor x, Tensor weight, FusedConvolution.Shape shape) {
        return products
                && weight.requires_grad()
                && GradMode.is_enabled()
                && pays(x, weight, shape)
                && x.device().is_cpu()
                && x.scalar_type().intern() == ScalarType.Float
                && !torch.is_autocast_enabled(torch.DeviceType.CPU)
                && x.is_contiguous(MemoryFormat.ChannelsLast);
    }

    /// Whether [#ofWeight] is faster than autograd's way for such a convolution, where the processor gains
    /// by it.
    public static boolean pays(Tensor x, Tensor weight, FusedConvolution.Shape shape) {
        return shape.groups() == 1
                && weight.size(2) == KERNEL
                && weight.size(3) == KERNEL
                && weight.size(0) >= FEWEST_CHANNELS
                && x.size(0) * side(x.size(2), shape) * side(x.size(3), shape) >= FEWEST_PIXELS;
    }

    /// Height or width of the result.
    private static long side(long of, FusedConvolution.Shape shape) {
        return (of + 2L * shape.padding() - KERNEL) / shape.stride() + 1;
    }

    /// Results whose gradients are still to come.
    int pending() {
        return waiting.size();
    }

    /// Adds the gradients of `loss` to those of everything it depends on.
    public void backward(Tensor loss) {
        try {
            loss.backward();
            settle();
        } finally {
            forget();
        }
    }

    private void settle() {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (Iterator<Made> rest = waiting.iterator(); rest.hasNext(); ) {
                Made made = rest.next();
                Tensor gradient = made.result().grad();
                if (gradient.defined()) {
                    add(made, gradient);
                    rest.remove();
                    made.release();
                }
            }
        }
    }

    private static void add(Made made, Tensor gradient) {
        if (made.x()._version() != made.version()) {
            throw new IllegalStateException(
                    "the input of a convolution was overwritten before its weight's gradient was computed");
        }
        Tensor weight = made.weight();
        Tensor found = ofWeight(made.x(), gradient, weight, made.shape());
        if (weight.grad().defined()) {
            weight.grad().add_(found);
        } else {
            weight.mutable_grad().put(torch.empty_like(weight).copy_(found));
        }
    }

    /// `sum over images and pixels of gradient[n, out, p] * x[n, in, p + offset]`: x is laid out, some
    /// images at a time, as a matrix with a row for each pixel of the result and what the kernel sees there
    /// in its columns.
    ///
    /// @param gradient `[N, out, H', W']`
    /// @return as the weight, `[out, in, k, k]`
    public static Tensor ofWeight(Tensor x, Tensor gradient, Tensor weight, FusedConvolution.Shape shape) {
        long in = x.size(1);
        long out = weight.size(0);
        long kernel = weight.size(2);
        long height = gradient.size(2);
        long width = gradient.size(3);
        long columns = kernel * kernel * in;
        long padding = shape.padding();
        long paddedWidth = x.size(3) + 2 * padding;
        long images = x.size(0);
        long chunk = Math.clamp(CHUNK_BYTES / (Float.BYTES * height * width * columns), 1, images);

        Tensor pixels = x.permute(0, 2, 3, 1);
        Tensor gradients = gradient.contiguous(MemoryFormat.ChannelsLast).permute(0, 2, 3, 1);
        Tensor padded = torch.zeros(new long[] {chunk, x.size(2) + 2 * padding, paddedWidth, in});
        Tensor inside = padded.narrow(1, padding, x.size(2)).narrow(2, padding, x.size(3));
        long[] seen = {chunk, height, width, kernel, kernel * in};
        long step = shape.stride();
        long[] strides = {padded.stride(0), step * paddedWidth * in, step * in, paddedWidth * in, 1};
        Tensor windows = padded.as_strided(seen, strides);
        Tensor rows = torch.empty(seen);
        Tensor sum = torch.zeros(new long[] {out, columns});
        Threads.withAllForOpenBlas(() -> {
            for (long first = 0; first < images; first += chunk) {
                try (Scope scope = Scope.open()) {
                    long count = Math.min(chunk, images - first);
                    inside.narrow(0, 0, count).copy_(pixels.narrow(0, first, count));
                    Tensor matrix = rows.narrow(0, 0, count).copy_(windows.narrow(0, 0, count));
                    sum.addmm_(
                            gradients.narrow(0, first, count).reshape(-1, out).t(), matrix.view(-1, columns));
                }
            }
        });
        return sum.view(out, kernel, kernel, in).permute(0, 3, 1, 2);
    }

    /// A handle of our own to the same tensor, which no scope closes.
    private static Tensor own(Tensor tensor) {
        return Scope.keep(new Tensor(tensor));
    }

    private void forget() {
        waiting.forEach(Made::release);
        waiting.clear();
    }

    @Override
    public void close() {
        forget();
        Scope.release(hook);
    }
}

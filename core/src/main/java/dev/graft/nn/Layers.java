package dev.graft.nn;

import dev.graft.torch.Activation;
import dev.graft.torch.ConvolutionGradients;
import dev.graft.torch.FusedConvolution;
import dev.graft.torch.Products;
import dev.graft.torch.Scope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Layers as functions. What has parameters makes them below a [ParamPath], under the names that the module of the
/// same name has in `torch.nn`.
///
/// Layers that end in `InPlace` overwrite x. That is safe after a convolution, a linear layer or a norm, whose
/// gradients do not need their own result, and never safe on the input of a stage, which may be cached.
public final class Layers {
    /// How far a norm's running statistics move towards those of a batch.
    public static final double BATCH_NORM_MOMENTUM = 0.1;

    private static final boolean CUDNN = true;

    private Layers() {}

    /// `nn.Conv2d`: `weight`, and `bias` if it has one. `[N, in, H, W]` to `[N, out, H', W']`. [Adapters] can
    /// lay one beside it.
    public static Layer conv2d(ParamPath path, Conv2d conv) {
        return conv2d(path, conv, Activation.NONE);
    }

    /// `nn.Conv2d` and an activation.
    public static Layer conv2d(ParamPath path, Conv2d conv, Activation activation) {
        return block(convolution(path, conv), null, conv, activation);
    }

    /// `nn.Conv2d` without a bias, `nn.BatchNorm2d` with its defaults and an activation.
    ///
    /// @param conv its bias is left out: the norm has one
    public static Layer convNorm(ParamPath path, ParamPath norm, Conv2d conv, Activation activation) {
        return convNorm(path, Norm.of(norm), conv, activation);
    }

    /// The same with any batch norm.
    public static Layer convNorm(ParamPath path, Norm norm, Conv2d conv, Activation activation) {
        Conv2d plain = conv.withoutBias();
        return block(convolution(path, plain), batchNormTensors(norm, conv.out()), plain, activation);
    }

    /// A convolution's tensors.
    private record Convolution(
            ParamPath path, Tensor weight, @Nullable Tensor bias, Adaptable layer) {}

    private static Convolution convolution(ParamPath path, Conv2d conv) {
        int kernel = conv.kernel();
        Tensor weight = path.param("weight", conv.weightInit(), conv.out(), conv.in() / conv.groups(), kernel, kernel);
        Tensor bias = conv.bias() ? path.param("bias", conv.biasInit(), conv.out()) : null;
        Adaptable layer = path.adaptable(conv);
        return new Convolution(path, weight, bias, layer);
    }

    private static Layer block(
            Convolution convolution, @Nullable NormTensors norm, Conv2d conv, Activation activation) {
        ParamPath path = convolution.path();
        Tensor weight = convolution.weight();
        Tensor biasTensor = convolution.bias();
        TensorOptional bias = biasTensor == null ? path.own(new TensorOptional()) : optional(path, biasTensor);
        // made once: every pass uses them
        long[] stride = {conv.stride(), conv.stride()};
        long[] padding = {conv.padding(), conv.padding()};
        long[] dilation = {1, 1};
        long groups = conv.groups();
        Adaptable layer = convolution.layer();
        Layer plain = (x, pass) -> {
            Tensor kernel = Margin.of(conv, x).before(weight);
            return layer.forward(x, torch.conv2d(x, kernel, bias, stride, padding, dilation, groups), pass);
        };
        Layer normed =
                norm == null ? plain : beforeNorm(convolution, conv, plain).then(batchNorm(norm));
        Layer separately = (x, pass) -> activation.applyInPlace(normed.forward(x, pass));
        return new ConvBlock(layer, biasTensor, norm == null ? null : norm.tensors(), conv, activation, separately);
    }

    /// A convolution whose result nothing overwrites, a norm being next.
    private static Layer beforeNorm(Convolution convolution, Conv2d conv, Layer plain) {
        FusedConvolution.Shape shape = new FusedConvolution.Shape(conv.stride(), conv.padding(), conv.groups());
        return (x, pass) -> {
            ConvolutionGradients gradients = pass.gradients();
            if (gradients == null) {
                return plain.forward(x, pass);
            }
            Tensor kernel = Margin.of(conv, x).before(convolution.weight());
            return convolution.layer().forward(x, gradients.conv2d(x, kernel, shape), pass);
        };
    }

    /// `nn.Linear`: `weight`, and `bias` if it has one. `[…, in]` to `[…, out]`. [Adapters] can lay one beside it.
    public static Layer linear(ParamPath path, Linear linear) {
        Tensor weight = path.param("weight", linear.weightInit(), linear.out(), linear.in());
        TensorOptional bias = bias(path, linear.bias(), linear.biasInit(), linear.out());
        Adaptable layer = path.adaptable(null);
        return (x, pass) -> layer.forward(x, Products.linear(x, weight, bias), pass);
    }

    /// `nn.BatchNorm2d` with its defaults (momentum 0.1, epsilon 1e-5): `weight`, `bias`, `running_mean`,
    /// `running_var`, `num_batches_tracked`. Where the pass updates statistics, it normalises with the batch's and
    /// updates the running ones; else it uses those and changes nothing.
    public static Layer batchNorm(ParamPath path, int channels) {
        return batchNorm(batchNormTensors(Norm.of(path), channels));
    }

    /// @param batches how many batches the statistics have seen
    private record NormTensors(ParamPath path, BatchNorm tensors, Tensor batches) {}

    private static NormTensors batchNormTensors(Norm norm, int channels) {
        ParamPath path = norm.path();
        BatchNorm tensors = new BatchNorm(
                path.param("weight", Init.ONES, channels),
                path.param("bias", Init.ZEROS, channels),
                path.buffer("running_mean", Init.ZEROS, channels),
                path.buffer("running_var", Init.ONES, channels),
                norm.epsilon());
        return new NormTensors(path, tensors, path.longBuffer("num_batches_tracked", Init.ZEROS));
    }

    private static Layer batchNorm(NormTensors norm) {
        ParamPath path = norm.path();
        TensorOptional weight = optional(path, norm.tensors().weight());
        TensorOptional bias = optional(path, norm.tensors().bias());
        TensorOptional mean = optional(path, norm.tensors().mean());
        TensorOptional variance = optional(path, norm.tensors().variance());
        double epsilon = norm.tensors().epsilon();
        Tensor batches = norm.batches();
        Scalar one = path.own(new Scalar(1L));
        return (x, pass) -> {
            boolean updates = pass.updatesStatistics();
            NormWatch watch = pass.norms();
            if (watch != null) {
                watch.on(
                        path.toString(),
                        x,
                        norm.tensors().mean(),
                        norm.tensors().variance());
            }
            if (updates) {
                requireSpread(x, path);
                batches.add_(one);
            }
            return torch.batch_norm(x, weight, bias, mean, variance, updates, BATCH_NORM_MOMENTUM, epsilon, CUDNN);
        };
    }

    /// The spread of one value is that of nothing: the variance, over one less than their count, would be infinite.
    private static void requireSpread(Tensor x, ParamPath path) {
        if (x.numel() == x.size(1)) {
            throw new IllegalArgumentException(path
                    + ": a batch norm that learns needs more than one value of each channel, found one image, at 1x1"
                    + " there; use more images, a larger --batch or --size, or a strategy that freezes the norms"
                    + " (--strategy feature-extraction)");
        }
    }

    /// `max(x, 0)`.
    public static Layer relu() {
        return (x, pass) -> torch.relu(x);
    }

    /// `max(x, 0)`, written over x.
    public static Layer reluInPlace() {
        return (x, pass) -> x.relu_();
    }

    /// `min(max(x, 0), 6)`.
    public static Layer relu6() {
        return (x, pass) -> torch.relu6(x);
    }

    /// `min(max(x, 0), 6)`, written over x.
    public static Layer relu6InPlace() {
        return (x, pass) -> {
            torch.relu6_(x); // what this returns borrows x's handle and does not keep it alive
            return x;
        };
    }

    /// `nn.Embedding`: `weight`. Numbers of any shape `[…]`, int64, to `[…, width]`.
    ///
    /// @param rows    how many numbers there are
    /// @param padding the number whose row gets no gradient; -1 for none
    public static Layer embedding(ParamPath path, int rows, int width, int padding, Init init) {
        Tensor weight = path.param("weight", init, rows, width);
        return (x, pass) -> torch.embedding(weight, x, padding, false, false);
    }

    /// `nn.LayerNorm` over the last dimension: `weight`, and `bias` if it has one. Any shape `[…, width]`.
    public static Layer layerNorm(ParamPath path, int width, double epsilon, boolean bias) {
        TensorOptional weight = optional(path, path.param("weight", Init.ONES, width));
        TensorOptional offset = bias(path, bias, Init.ZEROS, width);
        long[] over = {width};
        return (x, pass) -> torch.layer_norm(x, over, weight, offset, epsilon, CUDNN);
    }

    /// `nn.GELU`: x times the share of the normal distribution below x (Hendrycks and Gimpel 2016,
    /// <https://arxiv.org/abs/1606.08415>).
    public static Layer gelu() {
        return (x, pass) -> torch.gelu(x);
    }

    /// `nn.GELU(approximate="tanh")`.
    public static Layer geluTanh() {
        return (x, pass) -> torch.gelu(x, "tanh");
    }

    /// `nn.SiLU`: x times its sigmoid.
    public static Layer silu() {
        return (x, pass) -> torch.silu(x);
    }

    /// The hyperbolic tangent.
    public static Layer tanh() {
        return (x, pass) -> x.tanh();
    }

    /// `nn.MaxPool2d` with a square window.
    ///
    /// @param ceil whether a last, partial window counts
    public static Layer maxPool(int kernel, int stride, int padding, boolean ceil) {
        long[] kernels = {kernel, kernel};
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        long[] dilation = {1, 1};
        return (x, pass) -> torch.max_pool2d(x, kernels, strides, paddings, dilation, ceil);
    }

    /// `nn.AdaptiveAvgPool2d`: `[N, C, H, W]` to `[N, C, height, width]`.
    public static Layer adaptiveAvgPool(int height, int width) {
        long[] size = {height, width};
        return (x, pass) -> torch.adaptive_avg_pool2d(x, size);
    }

    /// All dimensions but the first become one: `[N, C, H, W]` to `[N, C * H * W]`.
    public static Layer flatten() {
        return (x, pass) -> x.flatten(1, -1);
    }

    /// The mean over height and width: `[N, C, H, W]` to `[N, C]`.
    public static Layer globalAvgPool() {
        return adaptiveAvgPool(1, 1).then(flatten());
    }

    /// `nn.Dropout`: each value is 0 with this probability when the stage trains, and the others grow to
    /// make up for it.
    ///
    /// @throws IllegalArgumentException if `probability` is not in 0…1
    public static Layer dropout(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("dropout: expected a probability in 0…1, found " + probability);
        }
        return (x, pass) -> pass.training() && probability > 0 ? torch.dropout(x, probability, true) : x;
    }

    /// Stochastic depth: Huang et al. 2016, <https://arxiv.org/abs/1603.09382>. When the stage trains, each example
    /// is 0 with this probability, whole, and the others grow to make up for it: `torchvision.ops.StochasticDepth`
    /// with mode `row`. It ends the body of a [#residual(Layer, Layer)], which is then the shortcut alone.
    ///
    /// @throws IllegalArgumentException if `probability` is below 0 or not below 1
    public static Layer stochasticDepth(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "stochastic depth: expected a probability of at least 0 and below 1, found " + probability);
        }
        if (probability == 0) {
            return identity();
        }
        double survival = 1 - probability;
        return (x, pass) -> {
            if (!pass.training()) {
                return x;
            }
            long[] perExample = new long[(int) x.dim()];
            Arrays.fill(perExample, 1);
            perExample[0] = x.size(0);
            Tensor kept = x.new_empty(perExample).bernoulli_(survival, new GeneratorOptional());
            return x.mul(kept.div_(new Scalar(survival)));
        };
    }

    /// x itself.
    public static Layer identity() {
        return (x, pass) -> x;
    }

    /// One layer after the other.
    public static Layer sequence(List<Layer> layers) {
        Layer[] steps = layers.toArray(Layer[]::new);
        return (x, pass) -> {
            Tensor value = x;
            for (Layer step : steps) {
                value = step.forward(value, pass);
            }
            return value;
        };
    }

    /// One layer after the other.
    public static Layer sequence(Layer... layers) {
        return sequence(List.of(layers));
    }

    /// `body(x) + shortcut(x)`, written over what the body made, so the body must end in something whose gradient
    /// does not need its own result: a norm or a convolution.
    public static Layer residual(Layer body, Layer shortcut) {
        return freeing((x, pass) -> body.forward(x, pass).add_(shortcut.forward(x, pass)));
    }

    /// Frees what `body` makes on the way as soon as it is done, unless gradients need it: a deep stage then takes
    /// the memory of its widest block, not of all its blocks.
    public static Layer freeing(Layer body) {
        return (x, pass) -> {
            try (Scope scope = Scope.open()) {
                return scope.handOver(body.forward(x, pass));
            }
        };
    }

    private static TensorOptional bias(ParamPath path, boolean bias, Init init, int size) {
        return bias ? optional(path, path.param("bias", init, size)) : path.own(new TensorOptional());
    }

    private static TensorOptional optional(ParamPath path, Tensor tensor) {
        return path.own(new TensorOptional(tensor));
    }
}

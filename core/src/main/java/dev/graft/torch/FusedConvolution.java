package dev.graft.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A 2-d convolution whose weights do not change, with its bias and activation in one call, for passes without
/// gradients. It takes and gives channels-last tensors. Any number of threads may apply it at once.
///
/// How weights are packed depends on the shape of x. They are packed once for one example, and once for each of the
/// first two shapes of several, which are a full batch and the last one of a data set; for others oneDNN packs them in
/// every call. (Weights packed for
/// another shape are worse than unpacked ones: a ResNet-18 on four images of 32 px took 330 ms with them and 20
/// without.)
///
/// On the CPU in float32 this is oneDNN's convolution with a post-operation, the operator that `torch.compile` makes
/// of the same thing (`mkldnn::_convolution_pointwise`, PyTorch 2.10, `aten/src/ATen/native/mkldnn/Conv.cpp`);
/// elsewhere it is `conv2d` and the activation after it.
public final class FusedConvolution implements AutoCloseable {
    private static final String OPERATOR = "mkldnn::_convolution_pointwise";
    private static final String PACK = "mkldnn::_reorder_convolution_weight";
    private static final int SCALARS = 8; // the argument of OPERATOR that is a list of optional numbers
    private static final int SHAPES = 2; // of several examples

    private final List<Pointer> owned = new ArrayList<>();
    private final Tensor weight;
    private final TensorOptional bias;
    private final Shape shape;
    private final Activation activation;
    private final IValue[] arguments;
    private final Map<List<Long>, IValue> packed = new HashMap<>();

    /// How the window moves.
    public record Shape(int stride, int padding, int groups) {
        long[] strides() {
            return new long[] {stride, stride};
        }

        long[] paddings() {
            return new long[] {padding, padding};
        }

        static long[] dilations() {
            return new long[] {1, 1};
        }
    }

    /// Copies what it needs of the two tensors.
    ///
    /// @param weight `[out, in / groups, k, k]`
    /// @param bias   `[out]`
    public FusedConvolution(Tensor weight, Tensor bias, Shape shape, Activation activation) {
        this.shape = shape;
        this.activation = activation;
        try (Scope scope = Scope.open()) {
            this.weight = own(weight.contiguous(MemoryFormat.ChannelsLast).clone());
            Tensor ownBias = own(bias.clone());
            this.bias = own(new TensorOptional(ownBias));
            this.arguments = canFuse(weight) ? arguments(ownBias) : new IValue[0];
        }
    }

    /// @param x `[N, in, H, W]`
    /// @return `[N, out, H', W']`
    public Tensor apply(Tensor x) {
        Tensor channelsLast = x.contiguous(MemoryFormat.ChannelsLast);
        if (arguments.length > 0) {
            IValue[] call = arguments.clone();
            call[0] = Ops.tensor(channelsLast);
            call[1] = weightFor(Tensors.shape(x));
            return Ops.tensorOf(OPERATOR, call);
        }
        Tensor made = torch.conv2d(
                channelsLast, weight, bias, shape.strides(), shape.paddings(), Shape.dilations(), shape.groups());
        return activation.applyInPlace(made);
    }

    private static boolean canFuse(Tensor weight) {
        return weight.device().type().intern() == DeviceType.CPU
                && Tensors.type(weight) == ScalarType.Float
                && torch.hasMKLDNN()
                && Ops.exists(OPERATOR)
                && Ops.exists(PACK);
    }

    private synchronized IValue weightFor(long[] input) {
        List<Long> key = Arrays.stream(input).boxed().toList();
        IValue known = packed.get(key);
        if (known != null) {
            return known;
        }
        boolean one = input[0] == 1;
        long alike = packed.keySet().stream()
                .filter(other -> other.getFirst() == 1 == one)
                .count();
        if (alike == (one ? 1 : SHAPES)) {
            return arguments[1];
        }
        Tensor made = own(Ops.tensorOf(
                PACK,
                Ops.tensor(weight),
                Ops.integers(shape.paddings()),
                Ops.integers(shape.strides()),
                Ops.integers(Shape.dilations()),
                Ops.integer(shape.groups()),
                Ops.integers(input)));
        IValue value = own(Ops.tensor(made));
        packed.put(key, value);
        return value;
    }

    /// All but the first, which is x. The second is the weight where it is not packed.
    private IValue[] arguments(Tensor ownBias) {
        String attribute = switch (activation) {
            case NONE -> "none";
            case RELU -> "relu";
            case RELU6 -> "hardtanh";
        };
        double[] limits = activation == Activation.RELU6 ? new double[] {0, 6} : new double[0];
        return new IValue[] {
            own(Ops.none()),
            own(Ops.tensor(weight)),
            own(Ops.tensor(ownBias)),
            own(Ops.integers(shape.paddings())),
            own(Ops.integers(shape.strides())),
            own(Ops.integers(Shape.dilations())),
            own(Ops.integer(shape.groups())),
            own(Ops.text(attribute)),
            own(Ops.optionalNumbers(OPERATOR, SCALARS, limits)),
            own(Ops.none())
        };
    }

    private <P extends Pointer> P own(P pointer) {
        owned.add(Scope.keep(pointer));
        return pointer;
    }

    @Override
    public void close() {
        owned.forEach(Scope::release);
        owned.clear();
        packed.clear();
    }
}

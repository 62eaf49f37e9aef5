package dev.graft.torch;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Short ways between Java arrays and libtorch tensors.
public final class Tensors {
    private Tensors() {}

    /// Whether no element is NaN or infinite.
    public static boolean isFinite(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            return !tensor.is_floating_point() || tensor.isfinite().all().item_bool();
        }
    }

    /// A float32 CPU tensor with a copy of `values` in row-major order.
    ///
    /// @throws IllegalArgumentException if the shape holds another number of elements
    public static Tensor of(float[] values, long... shape) {
        checkLength(values.length, shape);
        Tensor tensor = empty(ScalarType.Float, shape);
        if (values.length > 0) {
            tensor.data_ptr_float().put(values, 0, values.length);
        }
        return tensor;
    }

    /// An int64 CPU tensor with a copy of `values` in row-major order.
    ///
    /// @throws IllegalArgumentException if the shape holds another number of elements
    public static Tensor of(long[] values, long... shape) {
        checkLength(values.length, shape);
        Tensor tensor = empty(ScalarType.Long, shape);
        if (values.length > 0) {
            tensor.data_ptr_long().put(values, 0, values.length);
        }
        return tensor;
    }

    /// A CPU tensor of any type whose memory is a copy of `bytes` (little-endian, row-major).
    ///
    /// @throws IllegalArgumentException if the bytes are not exactly the tensor's size
    public static Tensor ofBytes(byte[] bytes, ScalarType type, long... shape) {
        Tensor tensor = empty(type, shape);
        long expected = tensor.numel() * tensor.element_size();
        if (expected != bytes.length) {
            throw new IllegalArgumentException("tensor " + type + Arrays.toString(shape) + ": expected " + expected
                    + " bytes, found " + bytes.length);
        }
        if (bytes.length > 0) {
            new BytePointer(tensor.data_ptr()).put(bytes, 0, bytes.length);
        }
        return tensor;
    }

    /// An uninitialised CPU tensor.
    public static Tensor empty(ScalarType type, long... shape) {
        Engine.start();
        return torch.empty(shape, new TensorOptions(type), null);
    }

    /// A CPU tensor of zeros.
    public static Tensor zeros(ScalarType type, long... shape) {
        return empty(type, shape).zero_();
    }

    /// The values in row-major order as float32, from any device, type and layout.
    public static float[] floats(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            Tensor plain = plain(tensor, ScalarType.Float);
            float[] values = new float[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                FloatPointer data = plain.data_ptr_float();
                data.get(values, 0, values.length);
            }
            return values;
        }
    }

    /// The values in row-major order as int64, from any device, type and layout.
    public static long[] longs(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            Tensor plain = plain(tensor, ScalarType.Long);
            long[] values = new long[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                LongPointer data = plain.data_ptr_long();
                data.get(values, 0, values.length);
            }
            return values;
        }
    }

    /// The tensor's memory in row-major order, in its own type, little-endian.
    public static byte[] bytes(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            Tensor plain = tensor.detach().cpu().contiguous();
            byte[] values = new byte[Math.toIntExact(plain.numel() * plain.element_size())];
            if (values.length > 0) {
                new BytePointer(plain.data_ptr()).get(values, 0, values.length);
            }
            return values;
        }
    }

    /// The memory of a CPU tensor whose elements lie without gaps, in the order they lie there: valid as long as the
    /// tensor is, and only then.
    ///
    /// @throws IllegalArgumentException if there are gaps, or the tensor is elsewhere
    public static MemorySegment memory(Tensor tensor) {
        if (!tensor.is_non_overlapping_and_dense() || !tensor.device().is_cpu()) {
            throw new IllegalArgumentException(
                    "memory of " + describe(tensor) + ": expected a CPU tensor whose elements lie without gaps");
        }
        return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.numel() * tensor.element_size());
    }

    /// The same values, with the channels of a pixel beside each other if it is a batch of images `[N, C, H, W]`: what
    /// convolutions on the CPU are fastest with.
    public static Tensor channelsLast(Tensor tensor) {
        return tensor.dim() == 4 ? tensor.contiguous(MemoryFormat.ChannelsLast) : tensor;
    }

    /// The sizes of all dimensions; empty for a scalar.
    public static long[] shape(Tensor tensor) {
        long[] shape = new long[(int) tensor.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return shape;
    }

    /// The element type as an enum constant that `==` and `switch` understand.
    public static ScalarType type(Tensor tensor) {
        return tensor.scalar_type().intern(); // enums fresh from native code are other objects
    }

    /// `float32 [64, 3, 7, 7]`, for messages.
    public static String describe(Tensor tensor) {
        return typeName(type(tensor)) + " " + describe(shape(tensor));
    }

    /// `[64, 3, 7, 7]`, for messages.
    public static String describe(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /// PyTorch's name of a type: `float32`, `bfloat16`, `int64`, …
    public static String typeName(ScalarType type) {
        return switch (type) {
            case Float -> "float32";
            case Double -> "float64";
            case Half -> "float16";
            case BFloat16 -> "bfloat16";
            case Long -> "int64";
            case Int -> "int32";
            case Short -> "int16";
            case Char -> "int8";
            case Byte -> "uint8";
            case Bool -> "bool";
            default -> type.toString();
        };
    }

    private static Tensor plain(Tensor tensor, ScalarType type) {
        // data_ptr ignores strides and devices
        return tensor.detach().cpu().to(type).contiguous();
    }

    private static void checkLength(int found, long... shape) {
        long expected = 1;
        for (long size : shape) {
            expected *= size;
        }
        if (expected != found) {
            throw new IllegalArgumentException(
                    "tensor " + describe(shape) + ": expected " + expected + " values, found " + found);
        }
    }
}

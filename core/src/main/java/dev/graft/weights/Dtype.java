package dev.graft.weights;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// An element type under its three names: libtorch's, safetensors', and that of torch's storage class.
enum Dtype {
    FLOAT64(ScalarType.Double, 8, "F64", "DoubleStorage", "float64"),
    FLOAT32(ScalarType.Float, 4, "F32", "FloatStorage", "float32"),
    INT64(ScalarType.Long, 8, "I64", "LongStorage", "int64"),
    INT32(ScalarType.Int, 4, "I32", "IntStorage", "int32"),
    FLOAT16(ScalarType.Half, 2, "F16", "HalfStorage", "float16"),
    BFLOAT16(ScalarType.BFloat16, 2, "BF16", "BFloat16Storage", "bfloat16"),
    INT16(ScalarType.Short, 2, "I16", "ShortStorage", "int16"),
    UINT8(ScalarType.Byte, 1, "U8", "ByteStorage", "uint8"),
    INT8(ScalarType.Char, 1, "I8", "CharStorage", "int8"),
    BOOL(ScalarType.Bool, 1, "BOOL", "BoolStorage", "bool");

    final ScalarType type;
    final int bytes;
    final String safetensors;
    final String storage;
    final String torch;

    Dtype(ScalarType type, int bytes, String safetensors, String storage, String torch) {
        this.type = type;
        this.bytes = bytes;
        this.safetensors = safetensors;
        this.storage = storage;
        this.torch = torch;
    }

    static Dtype of(ScalarType type) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.type == type)
                .findFirst()
                .orElseThrow(
                        () -> new WeightsException("elements of type " + type + " cannot be kept in a weights file"));
    }

    static Optional<Dtype> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.safetensors.equals(name))
                .findFirst();
    }

    /// Bytes of a dense tensor.
    ///
    /// @throws WeightsException if a size is negative or the product overflows
    long sizeOf(long... shape) {
        try {
            return Math.multiplyExact(count(shape), bytes);
        } catch (ArithmeticException e) {
            throw new WeightsException("shape " + Lines.shape(shape) + " is larger than any memory", e);
        }
    }

    /// Elements of a shape.
    ///
    /// @throws WeightsException if a size is negative or the product overflows
    static long count(long... shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new WeightsException("shape " + Lines.shape(shape) + " has a negative size");
            }
            try {
                count = Math.multiplyExact(count, size);
            } catch (ArithmeticException e) {
                throw new WeightsException("shape " + Lines.shape(shape) + " is larger than any memory", e);
            }
        }
        return count;
    }
}

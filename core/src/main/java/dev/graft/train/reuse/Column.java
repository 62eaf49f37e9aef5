package dev.graft.train.reuse;

import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// How one tensor of an example is kept: every example has the same shape. Images lie channels-last, as convolutions
/// make and take them.
///
/// @param type   as the network has it
/// @param stored as it is kept
/// @param shape  of one example
record Column(ScalarType type, ScalarType stored, List<Long> shape) {
    Column {
        shape = List.copyOf(shape);
    }

    /// @param batch `[N, …]`
    static Column of(Tensor batch, boolean half) {
        long[] shape = Tensors.shape(batch);
        ScalarType type = Tensors.type(batch);
        return new Column(
                type,
                half && type == ScalarType.Float ? ScalarType.Half : type,
                Arrays.stream(shape).skip(1).boxed().toList());
    }

    boolean fits(Tensor batch) {
        return Tensors.type(batch) == type && of(batch, false).shape().equals(shape);
    }

    /// Of one example.
    long bytes() {
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        return elements * elementBytes();
    }

    /// A batch as it is kept: on the CPU, example after example.
    Tensor pack(Tensor batch) {
        Tensor stored = batch.detach().cpu().to(stored());
        return shape.size() == 3 ? Tensors.channelsLast(stored) : stored.contiguous();
    }

    /// An empty batch of `count` examples, as it is kept.
    Tensor empty(int count) {
        return Tensors.empty(stored, shapeOf(count));
    }

    /// A batch that was filled, as the network has it.
    Tensor unpack(Tensor filled) {
        Tensor values = shape.size() == 3 ? filled.permute(0, 3, 1, 2) : filled;
        return type == stored ? values : values.to(type);
    }

    private long[] shapeOf(int count) {
        return shape.size() == 3
                ? new long[] {count, shape.get(1), shape.get(2), shape.get(0)}
                : LongStream.concat(LongStream.of(count), shape.stream().mapToLong(Long::longValue))
                        .toArray();
    }

    private long elementBytes() {
        return switch (stored) {
            case Double, Long -> 8;
            case Float, Int -> 4;
            case Half, BFloat16, Short -> 2;
            case Byte, Char, Bool -> 1;
            default ->
                throw new IllegalArgumentException("features of type " + Tensors.typeName(stored) + " are not kept");
        };
    }
}

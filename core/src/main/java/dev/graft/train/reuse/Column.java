package dev.graft.train.reuse;

import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// How one tensor of an example is kept: every example has the same shape, or as many positions as it is long. Images
/// lie channels-last, as convolutions make and take them.
///
/// @param type     as the network has it
/// @param stored   as it is kept
/// @param sequence whether it has positions: the first dimension of an example, which is not in `shape`
/// @param shape    of one example, or of one position
record Column(ScalarType type, ScalarType stored, boolean sequence, List<Long> shape) {
    private static final double LARGEST_HALF = 65504;

    Column {
        shape = List.copyOf(shape);
    }

    /// @param batch     `[N, …]`
    /// @param sequences whether examples are sequences: then a number for each position is int64 `[N, L]`, and
    ///     features are `[N, L, H]`
    static Column of(Tensor batch, boolean half, boolean sequences) {
        long[] shape = Tensors.shape(batch);
        ScalarType type = Tensors.type(batch);
        boolean sequence = sequences && shape.length == (batch.is_floating_point() ? 3 : 2);
        return new Column(
                type,
                half && type == ScalarType.Float ? ScalarType.Half : type,
                sequence,
                Arrays.stream(shape).skip(sequence ? 2 : 1).boxed().toList());
    }

    boolean fits(Tensor batch) {
        return Tensors.type(batch) == type && of(batch, false, sequence).shape().equals(shape);
    }

    /// Of one example.
    ///
    /// @param length positions it has
    long bytes(int length) {
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        return elements * elementBytes() * (sequence ? length : 1);
    }

    /// The values as [#pack(Tensor)] keeps them in float16, of the type they had; those beyond its range become the
    /// last in it. What is not float32 is as it was.
    static Tensor halved(Tensor batch) {
        return Tensors.type(batch) == ScalarType.Float ? half(batch.detach()).to(ScalarType.Float) : batch;
    }

    private static Tensor half(Tensor batch) {
        return batch.clamp(new ScalarOptional(new Scalar(-LARGEST_HALF)), new ScalarOptional(new Scalar(LARGEST_HALF)))
                .to(ScalarType.Half);
    }

    /// A batch as it is kept: on the CPU, example after example.
    Tensor pack(Tensor batch) {
        Tensor values = batch.detach().cpu();
        Tensor stored = type == stored() ? values : half(values);
        return isImage() ? Tensors.channelsLast(stored) : stored.contiguous();
    }

    /// A batch of `count` examples as it is kept, to be filled; positions that an example does not have are 0.
    ///
    /// @param length positions of the longest
    Tensor empty(int count, int length) {
        return sequence ? Tensors.zeros(stored, shapeOf(count, length)) : Tensors.empty(stored, shapeOf(count, 0));
    }

    /// A batch that was filled, as the network has it.
    Tensor unpack(Tensor filled) {
        Tensor values = isImage() ? filled.permute(0, 3, 1, 2) : filled;
        return type == stored ? values : values.to(type);
    }

    private boolean isImage() {
        return !sequence && shape.size() == 3;
    }

    private long[] shapeOf(int count, int length) {
        if (isImage()) {
            return new long[] {count, shape.get(1), shape.get(2), shape.get(0)};
        }
        LongStream outer = sequence ? LongStream.of(count, length) : LongStream.of(count);
        return LongStream.concat(outer, shape.stream().mapToLong(Long::longValue))
                .toArray();
    }

    private long elementBytes() {
        return switch (stored) {
            case Double, Long -> 8;
            case Float, Int -> 4;
            case Half, BFloat16, Short -> 2;
            case Byte, Char, Bool -> 1;
            default ->
                throw new IllegalArgumentException("features of type " + Tensors.typeName(stored) + " cannot be kept");
        };
    }
}

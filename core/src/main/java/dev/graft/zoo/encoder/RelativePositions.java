package dev.graft.zoo.encoder;

import dev.graft.nn.Layer;
import dev.graft.nn.Pass;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/// DeBERTa's table of relative positions: a row for each distance of two tokens, or for each bucket of distances, from
/// the furthest behind to the furthest ahead.
///
/// @param buckets  in each direction; below 1 for one row a distance
/// @param furthest distance that is told from others, and one more
/// @param weight   `[2 * span, H]`
/// @param prepared what is done with rows before layers take them
/// @param device   of the weight
record RelativePositions(int buckets, int furthest, Tensor weight, Layer prepared, Device device) {
    /// What texts of one length need of the table.
    ///
    /// @param rows  `[R, H]`
    /// @param index which of the rows, for each token and each that it looks at: int64 `[L, L]`
    record Slice(Tensor rows, Tensor index) {}

    /// Rows of a table in each direction.
    static int span(int buckets, int furthest) {
        return buckets > 0 ? buckets : furthest;
    }

    /// @param length of the texts in tokens
    Slice of(int length, Pass pass) {
        int first = row(1 - length);
        int count = row(length - 1) - first + 1;
        long[] falling = new long[2 * length - 1];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = row(length - 1 - i) - first;
        }
        // line i, from the bottom, is the list from i on: the distances of one token to all
        Tensor index = device.place(Tensors.of(falling, falling.length))
                .unfold(0, length, 1)
                .flip(0);
        return new Slice(prepared.forward(weight.narrow(0, first, count), pass), index);
    }

    /// The row of a distance.
    private int row(int distance) {
        int span = span(buckets, furthest);
        return Math.clamp(bucket(distance, buckets, furthest) + (long) span, 0, 2 * span - 1);
    }

    /// Near distances are buckets of their own, far ones share them on a logarithmic scale. Counted in float32, as
    /// transformers does: a rounding more or less is another bucket.
    static int bucket(int distance, int buckets, int furthest) {
        int middle = buckets / 2;
        int far = Math.abs(distance);
        if (buckets < 1 || far <= middle) {
            return distance;
        }
        float scale = (float) Math.log((float) ((furthest - 1) / (double) middle));
        float log = (float) Math.log((float) far / middle);
        int bucket = (int) Math.ceil(log / scale * (middle - 1)) + middle;
        return distance < 0 ? -bucket : bucket;
    }
}

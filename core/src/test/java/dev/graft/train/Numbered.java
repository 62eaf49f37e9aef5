package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import dev.graft.torch.Rng;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// Noise images with labels, which know their numbers, and count how often one was made.
///
/// @param size     images
/// @param batch    in a batch
/// @param side     pixels
/// @param shuffled a new order each epoch
/// @param views    of each image; 0 for a new one each epoch
/// @param type     of the pixels
/// @param made     how many images were given out
record Numbered(int size, int batch, int side, boolean shuffled, int views, ScalarType type, AtomicInteger made)
        implements IndexedSource {
    static final int CLASSES = 3;

    static Numbered training(int size, int side) {
        return new Numbered(size, 4, side, true, 1, ScalarType.Float, new AtomicInteger());
    }

    static Numbered validation(int size, int side) {
        return new Numbered(size, 5, side, false, 1, ScalarType.Float, new AtomicInteger());
    }

    Numbered withViews(int count) {
        return new Numbered(size, batch, side, shuffled, count, type, made);
    }

    Numbered in(ScalarType other) {
        return new Numbered(size, batch, side, shuffled, views, other, made);
    }

    @Override
    public int examples() {
        return size;
    }

    @Override
    public int batches() {
        return Math.ceilDiv(size, batch);
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public int[] order(int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        if (shuffled) {
            Collections.shuffle(order, new Random(Rng.mix(7, epoch)));
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public OptionalInt distinctViews() {
        return views == 0 ? OptionalInt.empty() : OptionalInt.of(views);
    }

    @Override
    public String fingerprint() {
        return size + " " + side + " " + views;
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        int[] order = order(epoch);
        return new BatchCursor() {
            private int next = from;

            @Override
            public @Nullable Batch next() {
                if (next == batches()) {
                    return null;
                }
                int first = next++ * batch;
                return batch(epoch, order, first, Math.min(size, first + batch));
            }

            @Override
            public void close() {}
        };
    }

    private Batch batch(int epoch, int[] order, int from, int to) {
        int view = views == 0 ? epoch : epoch % views;
        int pixels = 3 * side * side;
        float[] x = new float[(to - from) * pixels];
        long[] y = new long[to - from];
        for (int i = from; i < to; i++) {
            Random random = new Random(Rng.mix(shuffled ? 1 : 2, order[i], view));
            y[i - from] = order[i] % CLASSES;
            for (int p = 0; p < pixels; p++) {
                x[(i - from) * pixels + p] = (float) (random.nextGaussian() * 0.5 + 0.3 * y[i - from]);
            }
        }
        made.addAndGet(to - from);
        Tensor images = Tensors.of(x, to - from, 3, side, side);
        return new Batch(List.of(images.to(type)), Tensors.of(y, to - from));
    }
}

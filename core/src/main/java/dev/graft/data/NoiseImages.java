package dev.graft.data;

import dev.graft.torch.Tensors;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Images of noise, with labels in turn: to measure with where there are no images yet.
///
/// @param examples in an epoch
/// @param batch    images in a batch
/// @param classes  at least 1
/// @param channels of an image
/// @param side     its side in pixels
/// @param joins    whether a last batch of one joins the one before it
/// @param views    as of an augmented image; 0 for a new one each epoch
public record NoiseImages(int examples, int batch, int classes, int channels, int side, boolean joins, int views)
        implements IndexedSource {
    public NoiseImages {
        if (examples < 1 || batch < 1 || classes < 1) {
            throw new IllegalArgumentException("images: expected at least 1 image, batch and class, found " + examples
                    + ", " + batch + " and " + classes);
        }
    }

    @Override
    public int batches() {
        return joins ? BatchSource.withoutLone(examples, batch) : Math.ceilDiv(examples, batch);
    }

    @Override
    public int size() {
        return examples;
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public int[] order(int epoch) {
        return IntStream.range(0, examples).toArray();
    }

    @Override
    public OptionalInt distinctViews() {
        return views == 0 ? OptionalInt.empty() : OptionalInt.of(views);
    }

    @Override
    public String fingerprint() {
        return toString();
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        return new BatchCursor() {
            private int next = from;

            @Override
            public @Nullable Batch next() {
                return next < batches() ? batch(next++) : null;
            }

            @Override
            public void close() {}
        };
    }

    private Batch batch(int index) {
        int count = start(index + 1) - start(index);
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
        }
        Tensor images = torch.randn(new long[] {count, channels, side, side});
        return new Batch(List.of(images), Tensors.of(labels, count));
    }
}

package dev.graft.data;

import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Images of noise, with labels in turn: to measure with where there are no images yet.
///
/// @param examples in an epoch
/// @param batch    images in a batch
/// @param classes  at least 1
/// @param channels of an image
/// @param size     its side in pixels
public record NoiseImages(int examples, int batch, int classes, int channels, int size) implements BatchSource {
    public NoiseImages {
        if (examples < 1 || batch < 1 || classes < 1) {
            throw new IllegalArgumentException("images: expected at least 1 image, batch and class, found " + examples
                    + ", " + batch + " and " + classes);
        }
    }

    @Override
    public int batches() {
        return Math.ceilDiv(examples, batch);
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
        int count = Math.min(batch, examples - index * batch);
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
        }
        Tensor images = torch.randn(new long[] {count, channels, size, size});
        return new Batch(List.of(images), Tensors.of(labels, count));
    }
}

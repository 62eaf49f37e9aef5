package dev.graft.bench;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// One batch, over and over.
record SameBatch(List<Tensor> inputs, int batches) implements BatchSource {
    @Override
    public int examples() {
        return batches * (int) inputs.getFirst().size(0);
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        return new BatchCursor() {
            private int taken = from;

            @Override
            public @Nullable Batch next() {
                return taken++ < batches ? batch() : null;
            }

            @Override
            public void close() {}
        };
    }

    private Batch batch() {
        long[] labels = new long[(int) inputs.getFirst().size(0)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
        }
        // other handles to the same memory, which belong to the trainer's scope
        return new Batch(inputs.stream().map(Tensor::detach).toList(), Tensors.of(labels, labels.length));
    }
}

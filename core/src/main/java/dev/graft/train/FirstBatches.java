package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.torch.Scope;
import org.jspecify.annotations.Nullable;

/// The first batches of another source, at most `most` of them; epoch after epoch the same number.
///
/// @param all      of which
/// @param most     at least 1
/// @param perBatch examples in a batch that is full
record FirstBatches(BatchSource all, int most, int perBatch) implements BatchSource {
    /// Takes the first batch once, to see how many examples it has.
    static FirstBatches of(BatchSource all, int most) {
        try (Scope scope = Scope.open();
                BatchCursor cursor = all.open(0)) {
            Batch first = cursor.next();
            return new FirstBatches(all, most, first == null ? 0 : first.size());
        }
    }

    @Override
    public int examples() {
        return Math.min(all.examples(), batches() * perBatch);
    }

    @Override
    public int batches() {
        return Math.min(most, all.batches());
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        BatchCursor cursor = all.open(epoch, from);
        return new BatchCursor() {
            private int next = from;

            @Override
            public @Nullable Batch next() {
                return next++ < batches() ? cursor.next() : null;
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }
}

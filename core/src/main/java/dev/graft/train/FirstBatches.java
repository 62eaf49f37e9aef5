package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The first batches of another source, the same ones in every epoch unless each epoch makes new ones of them.
///
/// @param all  of which
/// @param most at least 1
record FirstBatches(IndexedSource all, int most) implements IndexedSource {
    @Override
    public int examples() {
        return Math.min(all.examples(), most * all.batchSize());
    }

    @Override
    public int batches() {
        return Math.min(most, all.batches());
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public int batchSize() {
        return all.batchSize();
    }

    @Override
    public int[] order(int epoch) {
        return Arrays.copyOf(all.order(0), examples());
    }

    @Override
    public OptionalInt distinctViews() {
        return all.distinctViews().isPresent() ? OptionalInt.of(1) : OptionalInt.empty();
    }

    @Override
    public String fingerprint() {
        return most + " of " + all.fingerprint();
    }

    @Override
    public int[] lengths() {
        return all.lengths();
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        BatchCursor cursor = all.open(0, from);
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

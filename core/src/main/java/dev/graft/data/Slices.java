package dev.graft.data;

import org.jspecify.annotations.Nullable;

/// Another source in slices: each epoch is a part of one of its epochs, so that a long pass over the data is
/// evaluated and saved on the way. Batches that do not fill another slice are left out of a pass, other ones each
/// time if the order changes.
///
/// @param whole what is cut
/// @param count slices of one of its epochs, at least 1
public record Slices(BatchSource whole, int count) implements BatchSource {
    /// @throws IllegalArgumentException if there are fewer batches than slices
    public Slices {
        if (count < 1 || count > whole.batches()) {
            throw new IllegalArgumentException(
                    "slices: expected 1 to " + whole.batches() + ", at most one per batch of the data, found " + count);
        }
    }

    @Override
    public int examples() {
        return (int) ((long) whole.examples() * batches() / whole.batches());
    }

    @Override
    public int batches() {
        return whole.batches() / count;
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        BatchCursor cursor = whole.open(epoch / count, epoch % count * batches() + from);
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

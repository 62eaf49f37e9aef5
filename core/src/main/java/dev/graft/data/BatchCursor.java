package dev.graft.data;

import org.jspecify.annotations.Nullable;

/// The batches of one epoch, one after the other, for one thread.
public interface BatchCursor extends AutoCloseable {
    /// The next batch, with CPU tensors that belong to the caller's innermost `Scope`; null at the end.
    ///
    /// @throws DataException if an example cannot be read
    @Nullable
    Batch next();

    @Override
    void close();
}

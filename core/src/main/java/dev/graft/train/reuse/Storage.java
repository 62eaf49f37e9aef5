package dev.graft.train.reuse;

import java.lang.foreign.MemorySegment;

/// Bytes outside the heap.
interface Storage extends AutoCloseable {
    MemorySegment segment();

    /// `in memory`, or where else.
    String where();

    /// Makes sure that what was written is where it is kept.
    default void force() {}

    /// Frees them, and deletes what should not stay.
    @Override
    void close();
}

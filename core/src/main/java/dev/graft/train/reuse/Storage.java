package dev.graft.train.reuse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Bytes outside the heap.
interface Storage extends AutoCloseable {
    /// All of them, to be read where something was written.
    MemorySegment segment();

    /// Puts bytes in their place.
    ///
    /// @param at where in the storage
    /// @throws IOException if there is no room: a disk may fill at any time
    void write(MemorySegment bytes, long at) throws IOException;

    /// `in memory`, or where else.
    String where();

    /// Makes sure that what was written is where it is kept.
    ///
    /// @throws IOException if it is not
    default void force() throws IOException {}

    /// What was written outlives this.
    default void stay() {}

    /// Frees them, and deletes what should not stay.
    @Override
    void close();
}

package dev.graft.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes that can be read from any place: a file, or a resource already in memory.
interface ByteSource {
    long size() throws IOException;

    /// Reads up to `into.remaining()` bytes from `position`.
    ///
    /// @return how many were read; -1 at the end
    int read(ByteBuffer into, long position) throws IOException;

    /// Fills `into` from `position`.
    ///
    /// @throws EOFException if there are not as many
    default void readFully(ByteBuffer into, long position) throws IOException {
        long from = position;
        while (into.hasRemaining()) {
            int count = read(into, from);
            if (count < 0) {
                throw new EOFException("ends at byte " + from + ", " + into.remaining() + " bytes too early");
            }
            from += count;
        }
    }

    static ByteSource of(FileChannel channel) {
        return new ByteSource() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return channel.read(into, position);
            }
        };
    }

    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public int read(ByteBuffer into, long position) {
                if (position >= bytes.length) {
                    return -1;
                }
                int count = (int) Math.min(into.remaining(), bytes.length - position);
                into.put(bytes, (int) position, count);
                return count;
            }
        };
    }
}

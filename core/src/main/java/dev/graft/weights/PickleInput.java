package dev.graft.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The stream an unpickler reads: it knows where it is, how much is left, and what comes next, so that
/// a length can be checked before anything of that length is allocated.
final class PickleInput extends InputStream {
    private static final int WINDOW_BYTES = 1 << 16;
    private static final int LINE_BYTES = 512;

    private final ByteSource source;
    private final long end;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowEnd;

    /// @param end where reading stops, at most the source's size
    PickleInput(ByteSource source, long start, long end) {
        this.source = source;
        this.end = end;
        this.windowEnd = start;
    }

    long position() {
        return windowEnd - window.remaining();
    }

    long remaining() {
        return end - position();
    }

    /// The little-endian unsigned number in the next `bytes` bytes, which stay unread; negative if it
    /// does not fit a long.
    long peekLength(int bytes) throws IOException {
        ensure(bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (window.get(window.position() + i) & 0xff);
        }
        return value;
    }

    /// A line without its end.
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0 || line.length() == LINE_BYTES) {
                throw new EOFException("a name without an end at byte " + position());
            }
            line.append((char) b);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
        return more() ? window.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, window.remaining());
        window.get(into, offset, count);
        return count;
    }

    private boolean more() throws IOException {
        if (window.hasRemaining()) {
            return true;
        }
        if (windowEnd >= end) {
            return false;
        }
        ensure(1);
        return true;
    }

    private void ensure(int bytes) throws IOException {
        if (window.remaining() >= bytes) {
            return;
        }
        if (remaining() < bytes) {
            throw new EOFException("ends at byte " + end + ", inside a number");
        }
        window.compact();
        int wanted = (int) Math.min(window.remaining(), end - windowEnd);
        window.limit(window.position() + wanted);
        source.readFully(window, windowEnd);
        windowEnd += wanted;
        window.flip();
    }
}

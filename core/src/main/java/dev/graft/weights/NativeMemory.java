package dev.graft.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/// Moves bytes between files and the memory of dense CPU tensors, without a copy of the whole on the
/// Java heap. Files and memory are both little-endian.
final class NativeMemory {
    /// A Java buffer cannot be longer than 2 GiB, a tensor can.
    private static final long WINDOW_BYTES = 1L << 28;

    private static final int HEAP_BYTES = 1 << 16;

    private NativeMemory() {}

    /// What is done with each window of a tensor's memory, in order.
    interface Sink {
        void accept(ByteBuffer window) throws IOException;
    }

    static long bytes(Tensor tensor) {
        return tensor.numel() * tensor.element_size();
    }

    /// Fills a dense tensor from `position` on.
    static void fill(Tensor tensor, ByteSource source, long position) throws IOException {
        long[] from = {position};
        windows(tensor, window -> {
            int length = window.remaining();
            source.readFully(window, from[0]);
            from[0] += length;
        });
    }

    /// Fills a dense tensor from a stream.
    ///
    /// @return the CRC-32 of what was read
    static long fill(Tensor tensor, InputStream source) throws IOException {
        CRC32 crc = new CRC32();
        byte[] heap = new byte[HEAP_BYTES];
        windows(tensor, window -> {
            while (window.hasRemaining()) {
                int count = source.read(heap, 0, Math.min(heap.length, window.remaining()));
                if (count < 0) {
                    throw new EOFException("ends " + window.remaining() + " bytes too early");
                }
                crc.update(heap, 0, count);
                window.put(heap, 0, count);
            }
        });
        return crc.getValue();
    }

    /// Shows a dense tensor's memory to `sink`.
    static void windows(Tensor tensor, Sink sink) throws IOException {
        long total = bytes(tensor);
        for (long from = 0; from < total; from += WINDOW_BYTES) {
            long to = Math.min(total, from + WINDOW_BYTES);
            try (BytePointer pointer = new BytePointer(tensor.data_ptr())) {
                sink.accept(pointer.position(from).limit(to).asByteBuffer());
            }
        }
    }
}

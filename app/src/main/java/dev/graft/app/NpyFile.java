package dev.graft.app;

import dev.graft.text.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Features as NumPy keeps an array: float32 `[N, D]`, row after row, and beside it a table of what each row is of.
///
/// Format 1.0 of [numpy.lib.format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a magic
/// word, the length of the header, a header in Python's words that ends at a multiple of 64 bytes, and the numbers.
/// How many rows there are stands in the header, which is written when they are known, in the space left for it.
final class NpyFile implements FeatureFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int LENGTH = Short.BYTES;
    private static final int HEADER = 128; // has room for the largest numbers
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Draft draft;
    private final FeatureLines rows;
    private final ByteBuffer waiting = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long count;
    private int width;

    /// @param told what stands in the table
    NpyFile(Path file, Told told) throws IOException {
        this.file = file;
        this.draft = Draft.of(file);
        try {
            draft.channel().position(HEADER);
            this.rows = FeatureLines.ofNames(names(file), told);
        } catch (IOException e) {
            draft.close();
            throw e;
        }
    }

    /// Of `photos.npy` it is `photos.rows.csv`.
    static Path names(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".rows.csv");
    }

    @Override
    public void write(String source, String label, float[] numbers) throws IOException {
        if (count == 0) {
            width = numbers.length;
        }
        if (numbers.length != width) {
            throw new IllegalStateException(source + ": expected " + width + " numbers, found " + numbers.length);
        }
        count++;
        rows.write(source, label, numbers);
        for (float number : numbers) {
            if (!waiting.hasRemaining()) {
                flush();
            }
            waiting.putFloat(number);
        }
    }

    private void flush() throws IOException {
        waiting.flip();
        while (waiting.hasRemaining()) {
            draft.channel().write(waiting);
        }
        waiting.clear();
    }

    @Override
    public List<Path> finish() throws IOException {
        flush();
        draft.channel().position(0);
        waiting.put(header(count, width));
        flush();
        rows.finish(); // first: whoever sees the array finds what it is of
        draft.moveIntoPlace();
        return List.of(file, names(file));
    }

    static byte[] header(long rows, int columns) {
        String words = String.format(
                Locale.ROOT, "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, columns);
        int room = HEADER - MAGIC.length - LENGTH;
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) room)
                .put((words + " ".repeat(room - words.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    @Override
    public void close() throws IOException {
        try {
            rows.close();
        } finally {
            draft.close();
        }
    }

    /// What messages call it.
    @Override
    public String toString() {
        return file.toString();
    }
}

package dev.graft.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Grey pictures with 16 bits, as PNG files that do not say how many bits they use.
public final class DeepPictures {
    private DeepPictures() {}

    /// @param values row by row, 0 to 65,535
    public static byte[] png(int width, int... values) {
        int height = values.length / width;
        ByteBuffer rows = ByteBuffer.allocate(height * (1 + 2 * width));
        for (int y = 0; y < height; y++) {
            rows.put((byte) 0);
            for (int x = 0; x < width; x++) {
                rows.putShort((short) values[y * width + x]);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8).putLong(0x89504E470D0A1A0AL).array());
        byte[] sizes = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 16)
                .array();
        chunk(out, "IHDR", sizes);
        chunk(out, "IDAT", deflated(rows.array()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] data) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            byte[] result = new byte[data.length + 1024];
            return Arrays.copyOf(result, deflater.deflate(result));
        }
    }

    private static void chunk(ByteArrayOutputStream out, String kind, byte[] data) {
        byte[] named = new byte[4 + data.length];
        System.arraycopy(kind.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
        System.arraycopy(data, 0, named, 4, data.length);
        CRC32 checksum = new CRC32();
        checksum.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}

package dev.graft.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of a PNG file.
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int FRAME = 12; // length, name and checksum
    private static final Set<Integer> ANIMATION = Set.of(0x6163544C, 0x6663544C, 0x66644154); // acTL, fcTL, fdAT

    private PngChunks() {}

    /// The file without its animation: what is left is the image that a program sees which knows of none. The
    /// decoder's own reading of animations writes beyond its memory where the frames do not fit the image.
    static byte[] still(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        int from = 0;
        @Nullable ByteArrayOutputStream kept = null;
        for (int at = SIGNATURE; at + FRAME <= file.length; ) {
            int length = data.getInt(at);
            if (length < 0 || length > file.length - at - FRAME) {
                break;
            }
            int next = at + FRAME + length;
            if (ANIMATION.contains(data.getInt(at + 4))) {
                kept = kept == null ? new ByteArrayOutputStream(file.length) : kept;
                kept.write(file, from, at - from);
                from = next;
            }
            at = next;
        }
        if (kept == null) {
            return file;
        }
        kept.write(file, from, file.length - from);
        return kept.toByteArray();
    }
}

package dev.graft.examples;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// As much of the tar format as it takes to read short names and plain files.
final class Tar {
    private static final int BLOCK = 512;

    private Tar() {}

    /// Unpacks the first files of each folder, at most `perFolder` of them.
    static void unpackSome(Path archive, Path into, int perFolder) throws IOException {
        Map<Path, Integer> taken = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            for (byte[] header = block(in); header[0] != 0; header = block(in)) {
                Path file = into.resolve(text(header, 0, 100));
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                Path folder = Objects.requireNonNull(file.getParent());
                if (header[156] == '0' && taken.merge(folder, 1, Integer::sum) <= perFolder) {
                    Files.createDirectories(folder);
                    Files.write(file, in.readNBytes(size));
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes(Math.floorMod(-size, BLOCK));
            }
        }
    }

    private static byte[] block(InputStream in) throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("the archive ends without an empty block");
        }
        return block;
    }

    private static String text(byte[] header, int from, int length) {
        String text = new String(header, from, length, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}

package dev.graft.bench.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Damage inside files with checksums, which are made to fit again: without that nothing behind them is ever reached.
final class Containers {
    private static final int PNG_SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;
    private static final long PNG = 0x89504E470D0A1A0AL;

    private Containers() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length > PNG_SIGNATURE && ByteBuffer.wrap(bytes).getLong() == PNG;
    }

    static boolean isZip(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /// The same file with the checksum of every chunk right, as far as its chunks can be followed.
    static byte[] withPngChecksums(byte[] png) {
        byte[] mended = png.clone();
        ByteBuffer buffer = ByteBuffer.wrap(mended);
        int at = PNG_SIGNATURE;
        while (at + CHUNK_FRAME <= mended.length) {
            long length = Integer.toUnsignedLong(buffer.getInt(at));
            if (length > mended.length - at - CHUNK_FRAME) {
                break;
            }
            CRC32 checksum = new CRC32();
            checksum.update(mended, at + 4, (int) length + 4);
            buffer.putInt(at + 8 + (int) length, (int) checksum.getValue());
            at += CHUNK_FRAME + (int) length;
        }
        return mended;
    }

    /// One entry damaged; the archive itself is whole. Empty where it cannot be read.
    static Optional<byte[]> insideZip(byte[] zip, RandomGenerator random, UnaryOperator<byte[]> damage) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        String chosen = entries.keySet().stream()
                .filter(name -> name.endsWith(".pkl") && random.nextInt(4) > 0)
                .findFirst()
                .orElseGet(() -> entries.keySet().stream()
                        .skip(random.nextInt(entries.size()))
                        .findFirst()
                        .orElseThrow());
        entries.computeIfPresent(chosen, (name, content) -> damage.apply(content));
        return Optional.of(stored(entries));
    }

    private static byte[] stored(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                CRC32 checksum = new CRC32();
                checksum.update(each.getValue());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(checksum.getValue());
                out.putNextEntry(entry);
                out.write(each.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}

package dev.graft.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32;

/// Whether a file holds all of its image. Decoders are lenient to different degrees and complain on
/// the console; this says it in words, without decoding.
final class ImageEnd {
    private static final int IEND = 0x49454E44;

    /// Scans of a JPEG: programs write about ten, and each is a pass over the whole image.
    private static final int MOST_SCANS = 200;

    /// Pixels of all scans together: as many as ten scans of the largest images have, and some more.
    private static final long MOST_SCANNED = 4_000_000_000L;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private ImageEnd() {}

    /// What is wrong with the file, if anything.
    static Optional<String> damage(ImageHeader header, byte[] file) {
        return switch (header.format()) {
            case JPEG -> jpeg(header, file);
            case PNG -> png(file);
            case WEBP -> riff(file);
            case BMP, GIF, TIFF, PNM -> Optional.empty(); // their decoders notice
        };
    }

    /// Inside of the compressed data each 0xFF is followed by 0 or a restart marker, so the first other
    /// marker ends a scan, and the end-of-image marker is never met by accident.
    private static Optional<String> jpeg(ImageHeader header, byte[] file) {
        int at = 2;
        int scans = 0;
        while (at + 3 < file.length) {
            if ((file[at] & 0xff) != 0xff) {
                at++; // something else between two segments
                continue;
            }
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++; // padding before a marker
                continue;
            }
            if (marker == 0xD9) {
                return Optional.empty();
            }
            if (marker == 0xDA && (++scans > MOST_SCANS || scans * header.pixels() > MOST_SCANNED)) {
                return Optional.of("a JPEG of " + header.width() + "x" + header.height() + " pixels in " + scans
                        + " scans or more, which would take minutes to decode; save it again with fewer");
            }
            at += 2;
            boolean bare = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
            if (!bare) {
                at += (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
            }
            if (bare || marker == 0xDA) {
                at = nextMarker(file, at);
            }
            while (at + 1 < file.length && (file[at + 1] & 0xff) == 0xff) {
                at++; // padding before a marker
            }
        }
        return at + 1 < file.length && (file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) == 0xD9
                ? Optional.empty()
                : Optional.of("the file is cut off: no end-of-image marker");
    }

    private static int nextMarker(byte[] file, int from) {
        int at = from;
        while (at + 1 < file.length) {
            if (at + Long.BYTES < file.length && !holdsFf((long) EIGHT.get(file, at))) {
                at += Long.BYTES;
                continue;
            }
            int next = file[at + 1] & 0xff;
            if (file[at] == (byte) 0xff && next != 0 && next != 0xff && (next < 0xD0 || next > 0xD7)) {
                return at;
            }
            at++;
        }
        return file.length;
    }

    /// Whether one of eight bytes is 0xFF: its complement is 0, and 0 less 1 borrows.
    private static boolean holdsFf(long bytes) {
        return (~bytes - 0x0101010101010101L & bytes & 0x8080808080808080L) != 0;
    }

    private static Optional<String> png(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int at = 8;
        while (at + 12 <= bytes.length) {
            int length = file.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, length + 4);
            if ((int) crc.getValue() != file.getInt(at + 8 + length)) {
                return Optional.of("the file is damaged: a checksum is wrong at byte " + at);
            }
            if (file.getInt(at + 4) == IEND) {
                return Optional.empty();
            }
            at += 12 + length;
        }
        return Optional.of("the file is cut off: no IEND chunk");
    }

    private static Optional<String> riff(byte[] file) {
        long size = Integer.toUnsignedLong(
                        Integer.reverseBytes(ByteBuffer.wrap(file).getInt(4)))
                + 8;
        return size <= file.length
                ? Optional.empty()
                : Optional.of("the file is cut off: expected " + size + " bytes, found " + file.length);
    }
}

package dev.graft.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the first bytes of an image file say: enough to refuse an image that would fill the memory
/// before any of it is decoded. The name's extension plays no part.
///
/// @param width  in pixels, before any EXIF rotation
/// @param height in pixels, before any EXIF rotation
record ImageHeader(Format format, long width, long height) {
    /// The formats that are read.
    enum Format {
        JPEG,
        PNG,
        BMP,
        GIF,
        WEBP,
        TIFF,
        /// PBM, PGM and PPM.
        PNM
    }

    private static final int ASCII_LENGTH = 4;

    /// Reads the header; empty if the bytes are not the beginning of an image in one of the formats.
    static Optional<ImageHeader> read(byte[] start) {
        try {
            return Optional.ofNullable(parse(start)).filter(header -> header.width > 0 && header.height > 0);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty(); // the header itself is cut off
        }
    }

    long pixels() {
        return width * height;
    }

    private static @Nullable ImageHeader parse(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        if (data.getShort(0) == (short) 0xFFD8) {
            return jpeg(data);
        } else if (data.getLong(0) == 0x89504E470D0A1A0AL) {
            return new ImageHeader(Format.PNG, unsigned(data.getInt(16)), unsigned(data.getInt(20)));
        }
        data.order(ByteOrder.LITTLE_ENDIAN);
        return switch (ascii(bytes, 0)) {
            case "GIF8" -> gif(bytes);
            case "RIFF" -> ascii(bytes, 8).equals("WEBP") ? webp(data, ascii(bytes, 12)) : null;
            case "II*\0", "MM\0*", "II+\0", "MM\0+" -> tiff(data);
            default -> ascii(bytes, 0).startsWith("BM") ? bmp(data) : PortableAnymap.begins(bytes) ? pnm(bytes) : null;
        };
    }

    /// Goes from marker to marker until one that starts a frame (SOF).
    private static ImageHeader jpeg(ByteBuffer data) {
        int at = 2;
        while (true) {
            while ((data.get(at) & 0xff) != 0xff) {
                at++; // something else between two segments, which decoders pass over
            }
            int marker = data.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++; // markers may be padded
            } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                return new ImageHeader(Format.JPEG, data.getShort(at + 7) & 0xffff, data.getShort(at + 5) & 0xffff);
            } else if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
                at += 2;
            } else {
                at += 2 + (data.getShort(at + 2) & 0xffff);
            }
        }
    }

    /// As large as its first frame needs it, where the beginning reaches so far.
    private static ImageHeader gif(byte[] bytes) {
        try {
            GifImage image = GifImage.of(bytes);
            return new ImageHeader(Format.GIF, image.width(), image.height());
        } catch (IndexOutOfBoundsException e) {
            return new ImageHeader(
                    Format.GIF, (bytes[6] & 0xff) | (bytes[7] & 0xff) << 8, (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8);
        }
    }

    private static ImageHeader bmp(ByteBuffer data) {
        if (data.getInt(14) == 12) { // OS/2
            return new ImageHeader(Format.BMP, data.getShort(18) & 0xffff, data.getShort(20) & 0xffff);
        }
        return new ImageHeader(Format.BMP, Math.abs((long) data.getInt(18)), Math.abs((long) data.getInt(22)));
    }

    private static @Nullable ImageHeader webp(ByteBuffer data, String chunk) {
        return switch (chunk) {
            case "VP8 " -> new ImageHeader(Format.WEBP, data.getShort(26) & 0x3fff, data.getShort(28) & 0x3fff);
            case "VP8L" -> {
                int bits = data.getInt(21);
                yield new ImageHeader(Format.WEBP, (bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
            }
            case "VP8X" ->
                new ImageHeader(Format.WEBP, (data.getInt(24) & 0xffffff) + 1, (data.getInt(27) & 0xffffff) + 1);
            default -> null;
        };
    }

    private static ImageHeader tiff(ByteBuffer data) {
        TiffDirectory directory = TiffDirectory.read(data);
        return new ImageHeader(
                Format.TIFF, directory.number(TiffDirectory.WIDTH, 0), directory.number(TiffDirectory.HEIGHT, 0));
    }

    private static ImageHeader pnm(byte[] bytes) {
        PortableAnymap map = PortableAnymap.of(bytes);
        return new ImageHeader(Format.PNM, map.width(), map.height());
    }

    private static String ascii(byte[] bytes, int at) {
        return new String(bytes, at, ASCII_LENGTH, StandardCharsets.ISO_8859_1);
    }

    private static long unsigned(int value) {
        return value & 0xffffffffL;
    }
}

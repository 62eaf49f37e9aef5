package dev.graft.data;

import dev.graft.data.ImageHeader.Format;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the head of a grey image with more than 8 bits says about its values.
///
/// @param bits        of a value as it is stored: 9 to 16, or 32 and more
/// @param whole       whether values are whole numbers without a sign
/// @param significant bits that are in use, where the file says so and they are fewer than 16; else 0
/// @param whiteIsZero whether the lowest value is white
/// @param orientation how the image has to be turned
/// @param turnedAt    where the file says that, in bytes; 0 where it does not
record GreyDepth(int bits, boolean whole, int significant, boolean whiteIsZero, Orientation orientation, int turnedAt) {
    private static final int PNG_CHUNKS = 8;
    private static final int CHUNK_FRAME = 12; // length, name, checksum
    private static final int MAX_SAMPLE = 281;
    private static final int SAMPLE_FORMAT = 339;
    private static final int SIGNED_MAX_SAMPLE = 341;

    /// Of a file, or of its beginning; empty where it is in colour, or has 8 bits or fewer.
    static Optional<GreyDepth> of(Format format, byte[] file) {
        try {
            return Optional.ofNullable(
                    switch (format) {
                        case PNG -> png(ByteBuffer.wrap(file));
                        case TIFF -> tiff(ByteBuffer.wrap(file));
                        case JPEG, BMP, GIF, WEBP, PNM -> null;
                    });
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // decoding says what is wrong
        }
    }

    /// Whether some range has to be told, for the file does not say how much of its bits it uses.
    boolean needsRange() {
        return significant == 0;
    }

    /// For people: `16-bit grey`.
    String words() {
        return bits + "-bit grey" + (whole || bits <= 16 ? "" : " of numbers with a fraction or a sign");
    }

    private static @Nullable GreyDepth png(ByteBuffer data) {
        int bits = data.get(24);
        int colour = data.get(25);
        if (bits != 16 || (colour != 0 && colour != 4)) {
            return null;
        }
        int significant = 0;
        Orientation orientation = Orientation.UPRIGHT;
        for (long at = PNG_CHUNKS; at + CHUNK_FRAME <= data.capacity(); ) {
            int start = (int) at;
            int length = data.getInt(start);
            if (length < 0) {
                break; // decoding says what is wrong
            }
            switch (data.getInt(start + 4)) {
                case 0x73424954 -> significant = data.get(start + 8); // sBIT
                case 0x65584966 -> // eXIf
                    orientation = start + 8 + length <= data.capacity()
                            ? Orientation.ofTiff(data.slice(start + 8, length))
                            : orientation;
                default -> {
                    // says nothing about values
                }
            }
            at += (long) CHUNK_FRAME + length;
        }
        return new GreyDepth(16, true, below16(significant), false, orientation, 0);
    }

    private static @Nullable GreyDepth tiff(ByteBuffer data) {
        TiffDirectory directory = TiffDirectory.read(data);
        int bits = (int) directory.number(TiffDirectory.BITS, 1); // of grey, and of its alpha where there are two
        long samples = directory.number(TiffDirectory.SAMPLES, 1);
        long photometric = directory.number(TiffDirectory.PHOTOMETRIC, 1);
        long format = directory.number(SAMPLE_FORMAT, 1);
        long largest = Math.max(directory.number(MAX_SAMPLE, 0), directory.number(SIGNED_MAX_SAMPLE, 0));
        if (bits <= 8 || samples > 2 || photometric > 1) {
            return null;
        }
        boolean whole = format != 2 && format != 3 && bits <= 16;
        int significant = bits < 16 ? bits : whole ? Long.SIZE - Long.numberOfLeadingZeros(largest) : 0;
        return new GreyDepth(
                bits,
                whole,
                below16(significant),
                photometric == 0,
                Orientation.ofTiff(data.duplicate()),
                directory.place(TiffDirectory.ORIENTATION));
    }

    private static int below16(int bits) {
        return bits > 0 && bits < 16 ? bits : 0;
    }
}

package dev.graft.data;

import dev.graft.data.ImageHeader.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the head of a grey picture with more than 8 bits says about its values.
///
/// @param bits        of a value as it is stored: 9 to 16, or 32 and more
/// @param whole       whether values are whole numbers without a sign
/// @param significant bits that are in use, where the file says so and they are fewer than 16; else 0
/// @param whiteIsZero whether the lowest value is white
/// @param orientation how the picture has to be turned
/// @param turnedAt    where the file says that, in bytes; 0 where it does not
record GreyDepth(int bits, boolean whole, int significant, boolean whiteIsZero, Orientation orientation, int turnedAt) {
    private static final int PNG_CHUNKS = 8;
    private static final int CHUNK_FRAME = 12; // length, name, checksum
    private static final int TIFF_ENTRY = 12;

    /// Of a file, or of its beginning; empty where it is in colour, or has 8 bits or fewer.
    static Optional<GreyDepth> of(Format format, byte[] file) {
        try {
            return Optional.ofNullable(
                    switch (format) {
                        case PNG -> png(ByteBuffer.wrap(file));
                        case TIFF -> tiff(ByteBuffer.wrap(file));
                        case JPEG, BMP, GIF, WEBP -> null;
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
        data.order(data.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = data.getInt(4);
        int entries = data.getShort(directory) & 0xffff;
        int bits = 1;
        int samples = 1;
        int photometric = 1;
        int format = 1;
        long largest = 0;
        int turnedAt = 0;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * TIFF_ENTRY;
            int value = data.getShort(at + 8) & 0xffff;
            switch (data.getShort(at) & 0xffff) {
                case 258 -> bits = value; // of grey, and of its alpha where there are two
                case 262 -> photometric = value;
                case 274 -> turnedAt = at + 8;
                case 277 -> samples = value;
                case 281, 341 -> largest = Math.max(largest, largest(data, at)); // MaxSampleValue, SMaxSampleValue
                case 339 -> format = value;
                default -> {
                    // says nothing about values
                }
            }
        }
        if (bits <= 8 || samples > 2 || photometric > 1) {
            return null;
        }
        boolean whole = format != 2 && format != 3 && bits <= 16;
        int significant = bits < 16 ? bits : whole ? Long.SIZE - Long.numberOfLeadingZeros(largest) : 0;
        return new GreyDepth(
                bits, whole, below16(significant), photometric == 0, Orientation.ofTiff(data.duplicate()), turnedAt);
    }

    /// The value of an entry that is one whole number.
    private static long largest(ByteBuffer data, int entry) {
        return switch (data.getShort(entry + 2)) {
            case 3 -> data.getShort(entry + 8) & 0xffff;
            case 4 -> data.getInt(entry + 8) & 0xffffffffL;
            default -> 0;
        };
    }

    private static int below16(int bits) {
        return bits > 0 && bits < 16 ? bits : 0;
    }
}

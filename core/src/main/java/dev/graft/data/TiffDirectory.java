package dev.graft.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// The first directory of a TIFF file, of 32 bits or of 64 (BigTIFF), as far as it holds single whole numbers.
///
/// @param numbers by tag: the value, or of several the first where it stands in the directory itself
/// @param places  by tag: where the value stands, in bytes
record TiffDirectory(Map<Integer, Long> numbers, Map<Integer, Integer> places) {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;

    private static final int BIG = 43;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int LONG8 = 16;

    /// @throws IndexOutOfBoundsException if the file is cut off in it
    static TiffDirectory read(ByteBuffer file) {
        ByteBuffer data =
                file.duplicate().order(file.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean big = data.getShort(2) == BIG;
        int directory = place(big ? data.getLong(8) : Integer.toUnsignedLong(data.getInt(4)));
        int entries = place(big ? data.getLong(directory) : data.getShort(directory) & 0xffff);
        int entry = big ? 20 : 12;
        Map<Integer, Long> numbers = new HashMap<>();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            int at = Math.addExact(directory + (big ? 8 : 2), Math.multiplyExact(i, entry));
            long count = big ? data.getLong(at + 4) : Integer.toUnsignedLong(data.getInt(at + 4));
            int value = at + (big ? 12 : 8);
            int tag = data.getShort(at) & 0xffff;
            int type = data.getShort(at + 2);
            int bytes = type == SHORT ? 2 : type == LONG ? 4 : type == LONG8 ? 8 : 0;
            if (bytes == 0) {
                continue;
            }
            boolean inside = count * bytes <= (big ? 8 : 4);
            int where = inside ? value : place(big ? data.getLong(value) : Integer.toUnsignedLong(data.getInt(value)));
            long number = switch (bytes) {
                case 2 -> data.getShort(where) & 0xffff;
                case 4 -> Integer.toUnsignedLong(data.getInt(where));
                default -> data.getLong(where);
            };
            numbers.putIfAbsent(tag, number);
            places.putIfAbsent(tag, where);
        }
        return new TiffDirectory(numbers, places);
    }

    private static int place(long offset) {
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("offset " + offset);
        }
        return (int) offset;
    }

    long number(int tag, long otherwise) {
        return numbers.getOrDefault(tag, otherwise);
    }

    int place(int tag) {
        return places.getOrDefault(tag, 0);
    }
}

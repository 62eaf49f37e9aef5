package dev.graft.data;

import dev.graft.data.image.Image;
import dev.graft.data.image.ResizeTo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image in small: all of it, in grey, squeezed into a square. Pictures are compared by it, at a tenth of the memory
/// that a network's input takes.
///
/// @param grey   a byte for each of [#SIDE] × [#SIDE] places, row by row; not copied, and not to be changed
/// @param width  of the image itself, in pixels
/// @param height of the image itself, in pixels
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Thumbnail(byte[] grey, int width, int height) {
    /// Places in a row and in a column.
    public static final int SIDE = 96;

    /// Levels of 256 that noise and a lossy format make of one colour.
    private static final int FLAT = 4;

    private static final int BYTE = 0xff;

    /// Reads an image, no larger than it has to be.
    ///
    /// @param range which values of grey images with more than 8 bits are black and white; null where none is known
    /// @throws DataException if there is no readable image
    public static Thumbnail of(ImageSource image, @Nullable ValueRange range) {
        EncodedImage encoded = image.open(1);
        Image small = new Fixed(List.of(new ResizeTo(SIDE)), false, range).apply(encoded);
        return new Thumbnail(small.pixels(), encoded.width(), encoded.height());
    }

    /// How bright a place is, 0 to 255.
    public int at(int x, int y) {
        return grey[y * SIDE + x] & BYTE;
    }

    /// Whether there is nothing to be seen: one colour all over.
    public boolean isEmpty() {
        int darkest = BYTE;
        int brightest = 0;
        for (byte one : grey) {
            darkest = Math.min(darkest, one & BYTE);
            brightest = Math.max(brightest, one & BYTE);
        }
        return brightest - darkest <= FLAT;
    }
}

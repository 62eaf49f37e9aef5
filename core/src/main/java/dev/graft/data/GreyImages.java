package dev.graft.data;

import dev.graft.data.image.Image;
import dev.graft.data.image.ResizeTo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells images without colour from others, however their files store them.
public final class GreyImages {
    private static final int SIDE = 64;
    private static final int CHANNELS = 3;
    private static final int BYTE = 0xff;

    /// Of 256, that lossy formats make of grey.
    private static final int TINT = 12;

    /// Share of the places that may have more: a stamp, a date in red.
    private static final double STRAY = 0.002;

    private GreyImages() {}

    /// Whether an image has no colour in it.
    ///
    /// @param range which values of grey images with more than 8 bits are black and white; null where none is known
    /// @throws DataException if there is no readable image
    public static boolean isGrey(ImageSource image, @Nullable ValueRange range) {
        Image small = new Fixed(List.of(new ResizeTo(SIDE)), false, range).apply(image.open(CHANNELS));
        byte[] pixels = small.pixels();
        int coloured = 0;
        for (int i = 0; i < pixels.length; i += CHANNELS) {
            int red = pixels[i] & BYTE;
            int green = pixels[i + 1] & BYTE;
            int blue = pixels[i + 2] & BYTE;
            int tint = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
            coloured += tint > TINT ? 1 : 0;
        }
        return coloured <= STRAY * (pixels.length / CHANNELS);
    }
}

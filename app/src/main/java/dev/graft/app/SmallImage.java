package dev.graft.app;

import dev.graft.data.EncodedImage;
import dev.graft.data.ImageSource;
import dev.graft.data.ValueRange;
import dev.graft.data.image.Image;
import dev.graft.data.image.Sample;
import org.jspecify.annotations.Nullable;

/// A whole image in colours, small enough for a page with many.
final class SmallImage {
    private static final int CHANNELS = 3;

    private SmallImage() {}

    /// As large as a square of `side` lets it be; large JPEGs are decoded smaller.
    ///
    /// @param range which values of deep grey images are black and white; null where none is known
    /// @throws dev.graft.data.DataException if there is no readable image
    static Image of(ImageSource source, @Nullable ValueRange range, int side) {
        EncodedImage encoded = source.open(CHANNELS).within(range);
        double scale = (double) side / Math.max(encoded.width(), encoded.height());
        int width = Math.max(1, (int) Math.round(encoded.width() * scale));
        int height = Math.max(1, (int) Math.round(encoded.height() * scale));
        Sample whole = new Sample(0, 0, encoded.width(), encoded.height(), width, height);
        Image decoded = encoded.decode(whole.reduction());
        return whole.reduced(whole.reduction(), decoded).apply(decoded);
    }
}

package dev.graft.data;

import dev.graft.data.image.Image;
import org.jspecify.annotations.Nullable;

/// An image whose size is known and whose pixels are not decoded yet: how many of them are needed may
/// be decided in between.
public interface EncodedImage {
    /// In pixels, the way up that [#decode] gives it.
    int width();

    /// In pixels, the way up that [#decode] gives it.
    int height();

    /// Decodes it, on any thread.
    ///
    /// @param reduction 1 for the image as it is; 2, 4 or 8 for one that is smaller by that factor a side,
    ///     rounded up, if the format can be decoded so: otherwise it is the image as it is
    /// @throws DataException if there is no readable image, or it is grey with more than 8 bits and nothing
    ///     says which values are black and white
    Image decode(int reduction);

    /// The same image, of which a range tells which values are black and white: it makes a difference to grey ones
    /// with more than 8 bits whose files do not say so themselves.
    ///
    /// @param range null where none is known
    default EncodedImage within(@Nullable ValueRange range) {
        return this;
    }

    /// Decodes it and does what has no chance in it, on any thread.
    ///
    /// @throws DataException if there is no readable image
    default Image transformed(Fixed fixed) {
        return fixed.apply(this);
    }

    /// An image that is decoded already.
    static EncodedImage of(Image image) {
        return new EncodedImage() {
            @Override
            public int width() {
                return image.width();
            }

            @Override
            public int height() {
                return image.height();
            }

            @Override
            public Image decode(int reduction) {
                return image;
            }
        };
    }
}

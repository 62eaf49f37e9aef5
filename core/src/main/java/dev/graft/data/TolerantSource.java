package dev.graft.data;

import dev.graft.data.image.Image;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image that, when it cannot be read, says so in a list and is black: one bad file does not end a
/// prediction of thousands.
///
/// @param unreadable where the reason is put under the image; written by several threads
record TolerantSource(ImageSource image, Map<ImageSource, String> unreadable) implements ImageSource {
    @Override
    public String name() {
        return image.name();
    }

    @Override
    public Image read(int channels) {
        return open(channels).decode(1);
    }

    @Override
    public EncodedImage open(int channels) {
        try {
            return new Tolerant(image.open(channels), channels);
        } catch (DataException e) {
            note(e);
            return EncodedImage.of(Image.black(1, 1, channels));
        }
    }

    private void note(DataException e) {
        unreadable.put(image, String.valueOf(e.getMessage()));
    }

    private final class Tolerant implements EncodedImage {
        private final EncodedImage encoded;
        private final int channels;

        Tolerant(EncodedImage encoded, int channels) {
            this.encoded = encoded;
            this.channels = channels;
        }

        @Override
        public int width() {
            return encoded.width();
        }

        @Override
        public int height() {
            return encoded.height();
        }

        @Override
        public EncodedImage within(@Nullable ValueRange range) {
            return new Tolerant(encoded.within(range), channels);
        }

        @Override
        public Image decode(int reduction) {
            try {
                return encoded.decode(reduction);
            } catch (DataException e) {
                note(e);
                return Image.black(width(), height(), channels);
            }
        }
    }
}

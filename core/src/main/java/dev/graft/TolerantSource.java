package dev.graft;

import dev.graft.data.DataException;
import dev.graft.data.ImageSource;
import dev.graft.data.image.Image;
import java.util.Map;

/// A picture that, when it cannot be read, says so in a list and is black: one bad file does not end a
/// prediction of thousands.
///
/// @param unreadable where the reason is put under the picture's name; written by several threads
record TolerantSource(ImageSource picture, Map<String, String> unreadable) implements ImageSource {
    @Override
    public String name() {
        return picture.name();
    }

    @Override
    public Image read(int channels) {
        try {
            return picture.read(channels);
        } catch (DataException e) {
            unreadable.put(name(), String.valueOf(e.getMessage()));
            return Image.of(1, 1, channels, new byte[channels]);
        }
    }
}

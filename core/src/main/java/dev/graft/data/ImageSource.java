package dev.graft.data;

import dev.graft.data.image.Image;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;

/// Where an image comes from: a file, a record of an archive, the memory.
public interface ImageSource {
    /// An image in a file of its own.
    static ImageSource of(Path file) {
        return new ImageFile(file);
    }

    /// An image as the bytes of a file, from anywhere: a database, a message, an archive.
    ///
    /// @param name  what it is called in messages and answers
    /// @param bytes of a JPEG, PNG, …; not copied, and not to be changed
    static ImageSource of(String name, byte[] bytes) {
        return new ImageBytes(name, bytes);
    }

    /// The same from a stream, which is read to its end and not closed.
    ///
    /// @throws DataException if it cannot be read, or has more than 1 GiB
    static ImageSource of(String name, InputStream stream) {
        return new ImageBytes(name, ImageDecoder.bytes(name, stream));
    }

    /// An image that is decoded already, by ImageIO or a camera's library, or was drawn.
    ///
    /// @param name  what it is called in messages and answers
    /// @param image not copied, and not to be changed
    static ImageSource of(String name, BufferedImage image) {
        return new RasterImage(name, image);
    }

    /// What it is called in messages and reports.
    String name();

    /// Changes when the image does, as far as can be told without reading it.
    default String fingerprint() {
        return name();
    }

    /// Decodes it, on any thread.
    ///
    /// @param channels 1 (grey), 3 (RGB) or 4 (RGBA)
    /// @throws DataException if there is no readable image
    Image read(int channels);

    /// Finds out its size, to decode it afterwards, perhaps smaller. Where a source cannot do the one without
    /// the other it is decoded here, as it is.
    ///
    /// @param channels 1 (grey), 3 (RGB) or 4 (RGBA)
    /// @throws DataException if there is no readable image
    default EncodedImage open(int channels) {
        return EncodedImage.of(read(channels));
    }

    /// Whether it costs next to nothing to read it again.
    default boolean inMemory() {
        return false;
    }
}

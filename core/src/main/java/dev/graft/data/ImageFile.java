package dev.graft.data;

import dev.graft.data.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An image in a file of its own.
///
/// @param maxPixels an image with more is refused before it is decoded
public record ImageFile(Path path, long maxPixels) implements ImageSource {
    /// With the usual limit, see [ImageDecoder].
    public ImageFile(Path path) {
        this(path, ImageDecoder.USUAL_MAX_PIXELS);
    }

    @Override
    public String name() {
        return path.toString();
    }

    /// The path, the size in bytes and the time of the last change.
    @Override
    public String fingerprint() {
        try {
            return path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return path + " unreadable"; // reading it says what is wrong
        }
    }

    @Override
    public Image read(int channels) {
        return new ImageDecoder(channels, maxPixels).read(path);
    }

    @Override
    public EncodedImage open(int channels) {
        return new ImageDecoder(channels, maxPixels).open(path);
    }
}

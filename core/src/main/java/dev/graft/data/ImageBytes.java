package dev.graft.data;

import dev.graft.data.image.Image;

/// An image as the bytes of a file, from anywhere: a database, a message, an archive.
///
/// @param name  what it is called in messages
/// @param bytes of a JPEG, PNG, …; not copied, and not to be changed
@SuppressWarnings("ArrayRecordComponent") // as large as a file; never compared
public record ImageBytes(String name, byte[] bytes) implements ImageSource {
    /// The name and the SHA-256 of the bytes.
    @Override
    public String fingerprint() {
        return name + " " + ExampleId.sha256(bytes);
    }

    @Override
    public Image read(int channels) {
        return open(channels).decode(1);
    }

    @Override
    public EncodedImage open(int channels) {
        return new ImageDecoder(channels).open(bytes, name);
    }
}

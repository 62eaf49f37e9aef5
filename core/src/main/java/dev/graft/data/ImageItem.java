package dev.graft.data;

/// A labelled picture.
///
/// @param label index of its class
public record ImageItem(ImageSource source, int label) {
    public ImageItem {
        if (label < 0) {
            throw new IllegalArgumentException(
                    source.name() + ": expected a class index of at least 0, found " + label);
        }
    }
}

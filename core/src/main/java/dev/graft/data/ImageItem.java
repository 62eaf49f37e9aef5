package dev.graft.data;

/// A labelled picture.
///
/// @param label index of its class
/// @param id    by what it is known again
public record ImageItem(ImageSource source, int label, ExampleId id) {
    public ImageItem {
        if (label < 0) {
            throw new IllegalArgumentException(
                    source.name() + ": expected a class index of at least 0, found " + label);
        }
    }

    /// A picture that is known by its source's name alone.
    public ImageItem(ImageSource source, int label) {
        this(source, label, ExampleId.ofFile(source.name(), ""));
    }

    ImageItem withLabel(int other) {
        return new ImageItem(source, other, id);
    }
}

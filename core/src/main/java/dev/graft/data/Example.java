package dev.graft.data;

/// Something a model is asked, with what it should answer.
///
/// @param input  an [ImageSource], or a [dev.graft.text.Text]
/// @param id     by what it is known again, and called in messages
/// @param group  what it belongs to with others, such as a patient; empty for nothing
/// @param <X>    kind of input
public record Example<X>(X input, Target target, ExampleId id, String group) {
    /// One that belongs to no group.
    public Example(X input, Target target, ExampleId id) {
        this(input, target, id, "");
    }

    /// An image of one class, known by its source's name.
    ///
    /// @param label index of its class
    public static Example<ImageSource> of(ImageSource image, int label) {
        return new Example<>(image, new Target.Single(label), ExampleId.named(image.name(), image));
    }

    /// The index of its class.
    ///
    /// @throws IllegalStateException if it has several labels, or numbers
    public int label() {
        if (target instanceof Target.Single(int label)) {
            return label;
        }
        throw new IllegalStateException(id + ": expected one class, found " + target);
    }

    Example<X> withTarget(Target other) {
        return new Example<>(input, other, id, group);
    }

    /// The same example with its input held otherwise: in memory, say.
    <Y> Example<Y> withInput(Y other) {
        return new Example<>(other, target, id, group);
    }
}

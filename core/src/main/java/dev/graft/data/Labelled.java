package dev.graft.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An example as it was read, before labels had indices.
///
/// @param labels  names of classes, or numbers
/// @param several whether the data say that an example may have any number of labels
/// @param id      by what it is known again, and called in messages
/// @param group   what it belongs to with others, such as a patient; empty for nothing
/// @param content equal for examples of the same content; null where that was not looked at
/// @param <X>     kind of input
public record Labelled<X>(
        X input,
        List<String> labels,
        boolean several,
        ExampleId id,
        String group,
        @Nullable Object content) {
    public Labelled {
        labels = List.copyOf(labels);
    }

    /// An example of one class, from anywhere: a database, say.
    ///
    /// @param name by what it is known again, and called in messages; no other has it
    public static <X> Labelled<X> of(String name, X input, String label) {
        return new Labelled<>(input, List.of(label), false, ExampleId.named(name, input), "", null);
    }

    /// An image of one class, as the bytes of a file.
    ///
    /// @param name  by what it is known again, and called in messages; no other has it
    /// @param bytes of a JPEG, PNG, …; not copied, and not to be changed
    public static Labelled<ImageSource> image(String name, byte[] bytes, String label) {
        return of(name, ImageSource.of(name, bytes), label);
    }

    /// An example with any number of labels.
    ///
    /// @param name by what it is known again, and called in messages; no other has it
    public static <X> Labelled<X> several(String name, X input, List<String> labels) {
        return new Labelled<>(input, labels, true, ExampleId.named(name, input), "", null);
    }

    /// An example with numbers to learn, see [dev.graft.Datasets#ofNumbers].
    ///
    /// @param name by what it is known again, and called in messages; no other has it
    public static <X> Labelled<X> numbers(String name, X input, double... numbers) {
        List<String> written = Arrays.stream(numbers).mapToObj(String::valueOf).toList();
        return new Labelled<>(input, written, false, ExampleId.named(name, input), "", null);
    }

    /// An image that nobody has looked at.
    static Labelled<ImageSource> image(ImageSource source, List<String> labels, boolean several) {
        return new Labelled<>(source, labels, several, ExampleId.ofFile(source.name(), ""), "", null);
    }

    /// The same, with what is known of its content.
    Labelled<X> as(ExampleId known, @Nullable Object same) {
        return new Labelled<>(input, labels, several, known, group, same);
    }

    /// The same, known by the place it lies at, which is not below the other data.
    Labelled<X> below(Path place) {
        String file = id.row() > 0 ? place.toString() : place + "/" + id.file();
        return as(new ExampleId(file.replace('\\', '/'), id.row(), id.sha256()), content);
    }

    /// The same as one of a group: no part of the data has some of its members while another has others.
    public Labelled<X> inGroup(String name) {
        return new Labelled<>(input, labels, several, id, name, content);
    }

    /// With other labels.
    Labelled<X> labelled(List<String> others) {
        return new Labelled<>(input, others, several, id, group, content);
    }

    /// With other names of labels.
    Labelled<X> mapped(UnaryOperator<String> name) {
        return labelled(labels.stream().map(name).distinct().toList());
    }
}

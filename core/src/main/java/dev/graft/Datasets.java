package dev.graft;

import dev.graft.data.ClassNames;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Labelled;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.data.text.TextData;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where examples come from: folders and tables, or anything that a program can read.
/// ```java
/// Dataset<ImageSource> rows = Datasets.of(database.stream()
///         .map(row -> Labelled.image(row.id(), row.jpeg(), row.label()))
///         .toList());
/// Splits<ImageSource> data = rows.split(0.2, 42);
/// ```
public final class Datasets {
    private Datasets() {}

    /// Labelled images that lie in a folder or stand in a table, see [ImageData].
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static Splits<ImageSource> images(Path path) {
        return ImageData.open(path);
    }

    /// Labelled texts that lie in a folder or stand in a table, see [TextData].
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static Splits<Text> texts(Path path) {
        return TextData.open(path);
    }

    /// Examples from anywhere. Labels are numbered in the order of their names.
    ///
    /// @throws DataException if there is none, two have one name, or one has no single label while none has
    ///     several
    public static <X> Dataset<X> of(Collection<Labelled<X>> labelled) {
        requireDifferentNames(labelled);
        Set<String> used = new TreeSet<>();
        boolean several = labelled.stream().anyMatch(Labelled::several);
        for (Labelled<X> each : labelled) {
            used.addAll(each.labels());
            if (!several && each.labels().size() != 1) {
                throw new DataException(each.id() + ": expected one label, found " + each.labels());
            }
        }
        if (used.isEmpty()) {
            throw new DataException("examples: expected some with labels, found none");
        }
        List<String> labels = ClassNames.sorted(used);
        List<Example<X>> examples = labelled.stream()
                .map(each -> new Example<>(each.input(), target(each, several, labels), each.id(), each.group()))
                .toList();
        return new Dataset<>(
                examples, labels, several ? Task.MULTI_LABEL_CLASSIFICATION : Task.SINGLE_LABEL_CLASSIFICATION);
    }

    /// Examples with numbers to learn, from anywhere.
    ///
    /// @param labelled made by [Labelled#numbers]
    /// @param names    what each number is called, in their order
    /// @throws DataException if there is no example, two have one name, or one has too few numbers or too many, or
    ///     one that is not finite
    public static <X> Dataset<X> ofNumbers(Collection<Labelled<X>> labelled, String... names) {
        requireDifferentNames(labelled);
        if (labelled.isEmpty()) {
            throw new DataException("examples: expected some with numbers, found none");
        }
        List<Example<X>> examples = labelled.stream()
                .map(each -> new Example<>(each.input(), numbers(each, List.of(names)), each.id(), each.group()))
                .toList();
        return new Dataset<>(examples, List.of(names), Task.REGRESSION);
    }

    private static void requireDifferentNames(Collection<? extends Labelled<?>> labelled) {
        Set<String> names = new HashSet<>();
        for (Labelled<?> each : labelled) {
            if (!names.add(each.id().toString())) {
                throw new DataException(each.id() + ": two examples have this name");
            }
        }
    }

    private static Target numbers(Labelled<?> example, List<String> names) {
        if (example.labels().size() != names.size()) {
            throw new DataException(
                    example.id() + ": expected a number for each of " + names + ", found " + example.labels());
        }
        try {
            return new Target.Values(
                    example.labels().stream().map(Double::valueOf).toList());
        } catch (IllegalArgumentException e) {
            throw new DataException(example.id() + ": expected numbers below 3.4e38, found " + example.labels(), e);
        }
    }

    private static Target target(Labelled<?> example, boolean several, List<String> labels) {
        return several
                ? new Target.Several(
                        example.labels().stream().map(labels::indexOf).collect(Collectors.toSet()))
                : new Target.Single(labels.indexOf(example.labels().getFirst()));
    }
}

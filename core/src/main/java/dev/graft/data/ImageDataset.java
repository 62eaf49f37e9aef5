package dev.graft.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Labelled pictures in a fixed order.
///
/// @param classes names, by class index
public record ImageDataset(List<ImageItem> items, List<String> classes) {
    public ImageDataset {
        items = List.copyOf(items);
        classes = List.copyOf(classes);
        for (ImageItem item : items) {
            if (item.label() >= classes.size()) {
                throw new IllegalArgumentException(item.source().name() + ": expected a class index below "
                        + classes.size() + ", found " + item.label());
            }
        }
    }

    /// Number of pictures.
    public int size() {
        return items.size();
    }

    /// Pictures of each class.
    public int[] counts() {
        int[] counts = new int[classes.size()];
        for (ImageItem item : items) {
            counts[item.label()]++;
        }
        return counts;
    }

    /// The pictures at these positions, in this order.
    public ImageDataset subset(int... positions) {
        return new ImageDataset(Arrays.stream(positions).mapToObj(items::get).toList(), classes);
    }

    /// The first pictures of each class, at most `perClass` of them: for a quick try.
    ///
    /// @throws IllegalArgumentException if `perClass` is below 1
    public ImageDataset atMost(int perClass) {
        if (perClass < 1) {
            throw new IllegalArgumentException("pictures of each class: expected at least 1, found " + perClass);
        }
        int[] taken = new int[classes.size()];
        List<ImageItem> first =
                items.stream().filter(item -> taken[item.label()]++ < perClass).toList();
        return new ImageDataset(first, classes);
    }

    /// The same pictures with other indices of their classes: a data set may lack a class, or order them otherwise.
    /// Names that mean the same are the same class, see [ClassNames#match].
    ///
    /// @throws DataException if a class of these pictures is not among the others
    public ImageDataset withClasses(List<String> others) {
        if (others.equals(classes)) {
            return this;
        }
        int[] moved = ClassNames.match(classes, others);
        int[] counts = counts();
        List<String> unknown = IntStream.range(0, moved.length)
                .filter(label -> moved[label] < 0 && counts[label] > 0)
                .mapToObj(classes::get)
                .toList();
        if (!unknown.isEmpty()) {
            throw new DataException("classes " + unknown + " of the data are not among the model's: " + others);
        }
        return new ImageDataset(
                items.stream().map(item -> item.withLabel(moved[item.label()])).toList(), others);
    }
}

package dev.graft.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A data set, ready to train on. All parts number the classes alike.
///
/// @param layout   how the data lie on disk, in a few words
/// @param test     the part that is for the end, where the data have one
/// @param splitOff whether the validation part was taken from the training part here, because the data had none
/// @param classes  names, by class index
/// @param problems pictures that are left out
/// @param notes    what a careful person would mention: strays, duplicates, how the split was made
/// @param range    which values of grey pictures with more than 8 bits are black and white, where the files do not say
///     it: as the options say, else by the training part; empty where there are no such pictures
public record Splits(
        String layout,
        ImageDataset train,
        ImageDataset validation,
        Optional<ImageDataset> test,
        boolean splitOff,
        List<String> classes,
        List<Problem> problems,
        List<String> notes,
        Optional<ValueRange> range) {
    public Splits {
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /// The parts that there are, in order.
    public Map<Part, ImageDataset> parts() {
        Map<Part, ImageDataset> parts = new EnumMap<>(Part.class);
        parts.put(Part.TRAIN, train);
        parts.put(Part.VALIDATION, validation);
        test.ifPresent(part -> parts.put(Part.TEST, part));
        return parts;
    }

    /// The first pictures of each class in every part, at most `perClass` of them: for a quick try.
    ///
    /// @throws IllegalArgumentException if `perClass` is below 1
    public Splits atMost(int perClass) {
        return new Splits(
                layout,
                train.atMost(perClass),
                validation.atMost(perClass),
                test.map(part -> part.atMost(perClass)),
                splitOff,
                classes,
                problems,
                notes,
                range);
    }

    /// Which example is in which part, for whoever looks at the same data again.
    public PartsTable table() {
        List<PartsTable.Entry> entries = new ArrayList<>();
        parts().forEach((part, dataset) -> dataset.items()
                .forEach(
                        item -> entries.add(PartsTable.Entry.of(part, item.id(), List.of(classes.get(item.label()))))));
        return new PartsTable(entries);
    }

    /// The same examples in the parts they were in once. What has been added since is in the part that the data say
    /// it is in, or in none where they have no parts; notes tell what is missing or new. Data that have nothing in
    /// common with the table stay as they are.
    public Splits in(PartsTable table) {
        return in(table, part -> !splitOff || part == Part.TEST);
    }

    /// The same examples in the parts they were in once, and none beside them.
    public Splits onlyIn(PartsTable table) {
        return in(table, part -> false);
    }

    private Splits in(PartsTable table, Predicate<Part> stays) {
        Rearranged<ImageItem> now = Rearranged.of(table, parts(), ImageDataset::items, ImageItem::id, stays);
        if (now.foreign()) {
            return this;
        }
        List<ImageItem> tested = now.part(Part.TEST);
        return new Splits(
                layout,
                new ImageDataset(now.part(Part.TRAIN), classes),
                new ImageDataset(now.part(Part.VALIDATION), classes),
                tested.isEmpty() ? Optional.empty() : Optional.of(new ImageDataset(tested, classes)),
                false,
                classes,
                problems,
                now.notes(notes, "picture"),
                range);
    }

    /// The same examples for a model whose classes have other indices.
    ///
    /// @throws DataException if an example's class is not among these
    public Splits withClasses(List<String> others) {
        return new Splits(
                layout,
                train.withClasses(others),
                validation.withClasses(others),
                test.map(part -> part.withClasses(others)),
                splitOff,
                others,
                problems,
                notes,
                range);
    }
}

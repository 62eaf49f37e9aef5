package dev.graft.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A data set, ready to train on. All parts number the classes alike.
///
/// @param layout   how the data lie on disk, in a few words
/// @param test     the part that is for the end, where the data have one
/// @param splitOff whether the validation part was taken from the training part here, because the data had none
/// @param classes  names, by class index
/// @param problems pictures that are left out
/// @param notes    what a careful person would mention: strays, duplicates, how the split was made
public record Splits(
        String layout,
        ImageDataset train,
        ImageDataset validation,
        Optional<ImageDataset> test,
        boolean splitOff,
        List<String> classes,
        List<Problem> problems,
        List<String> notes) {
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
                notes);
    }
}

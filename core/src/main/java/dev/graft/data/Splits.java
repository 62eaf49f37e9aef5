package dev.graft.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A data set, ready to train on. All parts number the labels alike.
///
/// @param layout     how the data lie on disk, in a few words
/// @param kind       of the examples
/// @param test       the part that is for the end, where the data have one
/// @param splitOff   whether the validation part was taken from the training part here, because the data had none
/// @param problems   examples that are left out
/// @param passedOver examples that were not asked for, by the option that leaves them out
/// @param notes      what a careful person would mention: strays, duplicates, how the split was made
/// @param understood where examples and labels stand
/// @param range      which values of grey images with more than 8 bits are black and white, where the files do not say
///     it: as the options say, else by the training part; empty where there are no such images
/// @param <X>        kind of input
public record Splits<X>(
        String layout,
        Kind kind,
        Dataset<X> train,
        Dataset<X> validation,
        Optional<Dataset<X>> test,
        boolean splitOff,
        List<Problem> problems,
        Map<String, Integer> passedOver,
        List<String> notes,
        Understood understood,
        Optional<ValueRange> range) {
    public Splits {
        problems = List.copyOf(problems);
        passedOver = Map.copyOf(passedOver);
        notes = List.copyOf(notes);
    }

    /// No examples of these classes: what options and weights can be checked with before data are read.
    public static <X> Splits<X> none(Kind kind, List<String> classes) {
        Dataset<X> none = Dataset.ofClasses(List.of(), classes);
        return of(kind, none, none);
    }

    /// Parts that were chosen by a program.
    public static <X> Splits<X> of(Kind kind, Dataset<X> train, Dataset<X> validation) {
        return new Splits<>(
                "examples",
                kind,
                train,
                validation,
                Optional.empty(),
                false,
                List.of(),
                Map.of(),
                List.of(),
                Understood.FILES,
                Optional.empty());
    }

    /// Names of classes, by index; of the values for a regression.
    public List<String> labels() {
        return train.labels();
    }

    /// What is learned.
    public Task task() {
        return train.task();
    }

    /// The parts that there are, in order.
    public Map<Part, Dataset<X>> parts() {
        Map<Part, Dataset<X>> parts = new EnumMap<>(Part.class);
        parts.put(Part.TRAIN, train);
        parts.put(Part.VALIDATION, validation);
        test.ifPresent(part -> parts.put(Part.TEST, part));
        return parts;
    }

    /// All examples, in the order of the parts.
    public Dataset<X> all() {
        return train.with(parts().values().stream()
                .map(Dataset::examples)
                .flatMap(List::stream)
                .toList());
    }

    /// The first examples of each class in every part, at most `perClass` of them: for a quick try.
    ///
    /// @throws IllegalArgumentException if `perClass` is below 1
    public Splits<X> atMost(int perClass) {
        return mapped(part -> part.atMost(perClass));
    }

    /// The same examples for a model whose labels have other indices.
    ///
    /// @throws DataException if a label that examples have is not among these
    public Splits<X> withLabels(List<String> others) {
        return mapped(part -> part.withLabels(others));
    }

    private Splits<X> mapped(UnaryOperator<Dataset<X>> part) {
        return new Splits<>(
                layout,
                kind,
                part.apply(train),
                part.apply(validation),
                test.map(part),
                splitOff,
                problems,
                passedOver,
                notes,
                understood,
                range);
    }

    /// Parts of the training part, as if there were nothing else: what is chosen with them has not seen the rest.
    ///
    /// @param learned positions of the examples to learn from
    /// @param judging positions of those that are held back
    public Splits<X> within(int[] learned, int[] judging) {
        return new Splits<>(
                layout,
                kind,
                train.subset(learned),
                train.subset(judging),
                Optional.empty(),
                false,
                List.of(),
                Map.of(),
                List.of(),
                understood,
                range);
    }

    /// With the range of values of grey images, and what is to be said of it.
    Splits<X> withRange(Optional<ValueRange> found, List<String> said) {
        List<String> more = new ArrayList<>(notes);
        more.addAll(said);
        return new Splits<>(
                layout, kind, train, validation, test, splitOff, problems, passedOver, more, understood, found);
    }

    /// The same in counts, to keep with a run's results.
    public DataSummary summary() {
        Map<String, Integer> examples = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        parts().forEach((part, dataset) -> {
            examples.put(part.word(), dataset.size());
            counts.put(part.word(), DataSummary.named(labels(), dataset.counts()));
        });
        List<String> said = new ArrayList<>(notes);
        said.addAll(NumberNotes.of(train));
        return new DataSummary(
                kind, layout, labels(), examples, counts, groups(), problems, passedOver, said, understood);
    }

    /// Groups by part; empty where examples belong to none.
    private Map<String, Integer> groups() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        parts().forEach((part, dataset) -> {
            long count = dataset.examples().stream()
                    .map(Example::group)
                    .filter(group -> !group.isEmpty())
                    .distinct()
                    .count();
            if (count > 0) {
                groups.put(part.word(), (int) count);
            }
        });
        return groups;
    }

    /// Which example is in which part, for whoever looks at the same data again.
    public PartsTable table() {
        List<PartsTable.Entry> entries = new ArrayList<>();
        parts().forEach((part, dataset) -> dataset.examples()
                .forEach(example -> entries.add(new PartsTable.Entry(
                        part, example.id(), example.target().names(labels())))));
        return new PartsTable(entries);
    }

    /// The same examples in the parts they were in once. What has been added since is in the part that the data say
    /// it is in, or in none where they have no parts; notes tell what is missing or new. Data that have nothing in
    /// common with the table stay as they are.
    public Splits<X> in(PartsTable table) {
        return in(table, part -> !splitOff || part == Part.TEST);
    }

    /// The same examples in the parts they were in once, and none beside them.
    public Splits<X> onlyIn(PartsTable table) {
        return in(table, part -> false);
    }

    private Splits<X> in(PartsTable table, Predicate<Part> stays) {
        Rearranged<Example<X>> now = Rearranged.of(table, parts(), Dataset::examples, Example::id, stays);
        if (now.foreign()) {
            return this;
        }
        List<Example<X>> tested = now.part(Part.TEST);
        return new Splits<>(
                layout,
                kind,
                train.with(now.part(Part.TRAIN)),
                train.with(now.part(Part.VALIDATION)),
                tested.isEmpty() ? Optional.empty() : Optional.of(train.with(tested)),
                false,
                problems,
                passedOver,
                now.notes(notes, kind.noun()),
                understood,
                range);
    }
}

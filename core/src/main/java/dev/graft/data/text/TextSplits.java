package dev.graft.data.text;

import dev.graft.data.DataSummary;
import dev.graft.data.Part;
import dev.graft.data.PartsTable;
import dev.graft.data.Problem;
import dev.graft.data.Rearranged;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Labelled texts, ready to train on. All parts number the labels alike.
///
/// @param layout   how the data lie on disk, in a few words
/// @param test     the part that is for the end, where the data have one
/// @param splitOff whether the validation part was taken from the training part here, because the data had none
/// @param task     what is learned
/// @param labels   names of classes, by index; of the columns of values for a regression
/// @param problems texts that are left out
/// @param notes    what a careful person would mention: texts in two parts, another encoding, how the split was made
/// @param understood where text and label stand
public record TextSplits(
        String layout,
        TextDataset train,
        TextDataset validation,
        Optional<TextDataset> test,
        boolean splitOff,
        Task task,
        List<String> labels,
        List<Problem> problems,
        List<String> notes,
        Understood understood) {
    public TextSplits {
        labels = List.copyOf(labels);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /// The parts that there are, in order.
    public Map<Part, TextDataset> parts() {
        Map<Part, TextDataset> parts = new EnumMap<>(Part.class);
        parts.put(Part.TRAIN, train);
        parts.put(Part.VALIDATION, validation);
        test.ifPresent(part -> parts.put(Part.TEST, part));
        return parts;
    }

    /// The same in counts, to keep with a run's results.
    public DataSummary summary() {
        Map<String, Integer> examples = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        parts().forEach((part, dataset) -> {
            examples.put(part.word(), dataset.size());
            counts.put(part.word(), DataSummary.named(labels, dataset.counts()));
        });
        return new DataSummary(layout, labels, examples, counts, problems, notes, understood);
    }

    /// Which text is in which part, for whoever looks at the same data again.
    public PartsTable table() {
        List<PartsTable.Entry> entries = new ArrayList<>();
        parts().forEach((part, dataset) -> dataset.items()
                .forEach(item -> entries.add(
                        PartsTable.Entry.of(part, item.id(), item.target().names(labels)))));
        return new PartsTable(entries);
    }

    /// The same texts in the parts they were in once, as [dev.graft.data.Splits#in].
    public TextSplits in(PartsTable table) {
        return in(table, part -> !splitOff || part == Part.TEST);
    }

    /// The same examples in the parts they were in once, and none beside them.
    public TextSplits onlyIn(PartsTable table) {
        return in(table, part -> false);
    }

    private TextSplits in(PartsTable table, Predicate<Part> stays) {
        Rearranged<TextItem> now = Rearranged.of(table, parts(), TextDataset::items, TextItem::id, stays);
        if (now.foreign()) {
            return this;
        }
        List<TextItem> tested = now.part(Part.TEST);
        return new TextSplits(
                layout,
                new TextDataset(now.part(Part.TRAIN), labels, task),
                new TextDataset(now.part(Part.VALIDATION), labels, task),
                tested.isEmpty() ? Optional.empty() : Optional.of(new TextDataset(tested, labels, task)),
                false,
                task,
                labels,
                problems,
                now.notes(notes, "text"),
                understood);
    }

    /// The same texts for a model whose labels have other indices.
    ///
    /// @throws IllegalArgumentException if a text has a label that is not among these
    public TextSplits withLabels(List<String> others) {
        return new TextSplits(
                layout,
                train.withLabels(others),
                validation.withLabels(others),
                test.map(part -> part.withLabels(others)),
                splitOff,
                task,
                others,
                problems,
                notes,
                understood);
    }
}

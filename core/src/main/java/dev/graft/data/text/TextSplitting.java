package dev.graft.data.text;

import dev.graft.data.ClassNames;
import dev.graft.data.DataException;
import dev.graft.data.Drawing;
import dev.graft.data.Part;
import dev.graft.data.Problem;
import dev.graft.data.TableLabels;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import dev.graft.text.Text;
import dev.graft.torch.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// From texts as they were read to parts that can be trained on: the task is found out, labels are numbered and
/// checked, a validation part is split off where there is none.
final class TextSplitting {
    /// Sets the draw of few texts apart from the draw of the validation part.
    private static final int FEW = 1;

    /// More different numbers than this are a quantity and no classes.
    private static final int MOST_NUMBERS = 20;

    private final Path root;
    private final TextListing listing;
    private final TextOptions options;
    private final Map<Part, List<Labelled>> parts = new EnumMap<>(Part.class);
    private final List<Problem> problems;
    private final List<String> notes;
    private final Task task;

    private TextSplitting(Path root, TextListing listing, TextOptions options) {
        this.root = root;
        this.listing = listing;
        this.options = options;
        this.problems = listing.problems();
        this.notes = new ArrayList<>(listing.notes());
        for (Part part : Part.values()) {
            parts.put(part, listing.parts().getOrDefault(part, List.of()));
        }
        if (options.task() != Task.REGRESSION) {
            takeWholeNumbers();
        }
        this.task = task();
    }

    static TextSplits of(Path root, TextListing listing, TextOptions options) {
        return new TextSplitting(root, listing, options).split();
    }

    private TextSplits split() {
        if (options.strict() && !problems.isEmpty()) {
            throw new DataException(root + ": " + Wording.count(problems.size(), "text") + " cannot be used: "
                    + Wording.shown(problems) + "; repair or remove them, or leave out --strict");
        }
        if (options.testForValidation()
                && part(Part.VALIDATION).isEmpty()
                && !part(Part.TEST).isEmpty()) {
            parts.put(Part.VALIDATION, part(Part.TEST));
            parts.put(Part.TEST, List.of());
            notes.add("the test part is used for validation: nothing is kept for the end");
        }
        lookAtLabels();
        List<String> labels = labels();
        boolean splitOff = part(Part.VALIDATION).isEmpty();
        if (splitOff) {
            splitOff(labels);
        }
        if (options.perClass() > 0) {
            keepFew(labels);
        }
        noteTwins();
        noteMissing(labels);
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(name -> index.put(name, index.size()));
        return new TextSplits(
                listing.layout(),
                dataset(Part.TRAIN, labels, index),
                dataset(Part.VALIDATION, labels, index),
                part(Part.TEST).isEmpty() ? Optional.empty() : Optional.of(dataset(Part.TEST, labels, index)),
                splitOff,
                task,
                labels,
                problems,
                notes,
                listing.understoodAs());
    }

    /// `1.0` is `1` where all labels are whole numbers, in whatever part.
    private void takeWholeNumbers() {
        Set<String> labels = parts.values().stream()
                .flatMap(List::stream)
                .flatMap(text -> text.labels().stream())
                .collect(Collectors.toSet());
        if (listing.order().isEmpty() && TableLabels.areWhole(labels)) {
            parts.replaceAll((part, texts) ->
                    texts.stream().map(text -> text.mapped(TableLabels::whole)).toList());
        }
    }

    /// What the labels say together: a text for each, some that differ in case only, a sign among words.
    private void lookAtLabels() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        parts.values()
                .forEach(texts ->
                        texts.forEach(text -> text.labels().forEach(label -> counts.merge(label, 1, Integer::sum))));
        int texts = parts.values().stream().mapToInt(List::size).sum();
        if (options.task() == null
                && task == Task.SINGLE_LABEL_CLASSIFICATION
                && texts >= TableLabels.FEW
                && counts.size() * 2 > texts) {
            throw TableLabels.tooMany(root, counts.size(), texts, "text");
        }
        if (task != Task.REGRESSION && listing.order().isEmpty()) {
            notes.addAll(TableLabels.notes(counts, "text"));
        }
    }

    private List<Labelled> part(Part part) {
        return parts.getOrDefault(part, List.of());
    }

    private Task task() {
        List<Labelled> all = parts.values().stream().flatMap(List::stream).toList();
        boolean several = all.stream().anyMatch(Labelled::several);
        Task found = options.task() != null
                ? options.task()
                : several ? Task.MULTI_LABEL_CLASSIFICATION : Task.SINGLE_LABEL_CLASSIFICATION;
        if (found == Task.SINGLE_LABEL_CLASSIFICATION) {
            for (Labelled text : all) {
                if (text.labels().size() != 1) {
                    throw new DataException(root + ": " + text.where() + ": expected one label, found " + text.labels()
                            + "; several go with the task " + Task.MULTI_LABEL_CLASSIFICATION.word());
                }
            }
            if (options.task() == null) {
                requireClasses(all);
            }
        } else if (options.perClass() > 0) {
            throw new DataException(
                    root + ": few texts of each class go with one class a text, found the task " + found.word());
        }
        return found;
    }

    /// A quantity is no class, and is learned otherwise.
    private void requireClasses(List<Labelled> all) {
        Set<String> labels = all.stream().map(text -> text.labels().getFirst()).collect(Collectors.toSet());
        boolean numbers = labels.stream().allMatch(LabelCells::isNumber);
        if (numbers
                && labels.size() > MOST_NUMBERS
                && labels.stream().anyMatch(label -> Double.parseDouble(label) % 1 != 0)) {
            throw new DataException(root + ": the labels are " + labels.size()
                    + " different numbers, with fractions: choose the task " + Task.REGRESSION.word()
                    + " to learn them as numbers, or " + Task.SINGLE_LABEL_CLASSIFICATION.word()
                    + " to take each as a class");
        }
    }

    private List<String> labels() {
        if (part(Part.TRAIN).isEmpty()) {
            throw new DataException(root + ": no labelled texts" + leftOut()
                    + "; expected a table with a header, or folders of .txt files; pictures go with an image model");
        }
        if (task == Task.REGRESSION) {
            return listing.order();
        }
        Set<String> used = new TreeSet<>();
        part(Part.TRAIN).forEach(text -> used.addAll(text.labels()));
        for (String name : listing.declared()) {
            if (!used.contains(name)) {
                throw new DataException(root + ": class " + name + " has no text to train on" + leftOut()
                        + "; add some, or remove the class");
            }
        }
        if (task == Task.SINGLE_LABEL_CLASSIFICATION && used.size() == 1) {
            throw new DataException(root + ": expected at least two classes, found only "
                    + used.iterator().next() + leftOut());
        }
        List<String> labels = listing.order().isEmpty() ? ClassNames.sorted(used) : listing.order();
        if (labels.isEmpty()) {
            throw new DataException(root + ": no text to train on has a label" + leftOut());
        }
        requireKnown(Set.copyOf(labels), labels);
        return labels;
    }

    private void requireKnown(Set<String> known, List<String> labels) {
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (Labelled text : part(part)) {
                for (String label : text.labels()) {
                    if (!known.contains(label)) {
                        throw new DataException(root + ": " + text.where() + ": label " + label + " is in the "
                                + part.word() + " part and not in the training part, which has "
                                + Wording.shown(labels));
                    }
                }
            }
        }
    }

    private String leftOut() {
        return problems.isEmpty() ? "" : "; left out: " + Wording.shown(problems);
    }

    /// The same share of every class, at least one text, never all; of all texts where a text has no single class.
    private void splitOff(List<String> labels) {
        Set<Integer> held = new TreeSet<>();
        byClass(labels)
                .forEach((label, positions) -> Drawing.heldOut(
                                positions.size(), options.validationFraction(), Rng.mix(options.seed(), label))
                        .forEach(index -> held.add(positions.get(index))));
        if (held.isEmpty()) {
            throw new DataException(root + ": each class has a single text, so none can be kept for validation; add"
                    + " texts" + leftOut());
        }
        List<Labelled> train = new ArrayList<>();
        List<Labelled> validation = new ArrayList<>();
        List<Labelled> all = part(Part.TRAIN);
        for (int i = 0; i < all.size(); i++) {
            (held.contains(i) ? validation : train).add(all.get(i));
        }
        parts.put(Part.TRAIN, train);
        parts.put(Part.VALIDATION, validation);
        notes.add("split off " + Wording.count(validation.size(), "text") + " for validation ("
                + Math.round(options.validationFraction() * 100) + "%" + (task.isSingleLabel() ? " of each class" : "")
                + ", seed " + options.seed() + ")");
    }

    /// So many training texts of each class, or all where there are fewer.
    private void keepFew(List<String> labels) {
        Set<Integer> kept = new TreeSet<>();
        byClass(labels)
                .forEach((label, positions) -> Drawing.draw(
                                Math.min(options.perClass(), positions.size()),
                                positions.size(),
                                Rng.mix(options.seed(), label, FEW))
                        .forEach(index -> kept.add(positions.get(index))));
        List<Labelled> all = part(Part.TRAIN);
        parts.put(Part.TRAIN, kept.stream().map(all::get).toList());
        notes.add("training on " + Wording.number(kept.size()) + " of " + Wording.count(all.size(), "text")
                + ", at most " + options.perClass() + " of each class (seed " + options.seed() + ")");
    }

    /// Positions of training texts by the index of their class; all by 0 where a text has no single class.
    private Map<Integer, List<Integer>> byClass(List<String> labels) {
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(name -> index.put(name, index.size()));
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        List<Labelled> all = part(Part.TRAIN);
        for (int i = 0; i < all.size(); i++) {
            int label = task.isSingleLabel()
                    ? index.getOrDefault(all.get(i).labels().getFirst(), 0)
                    : 0;
            byClass.computeIfAbsent(label, ignored -> new ArrayList<>()).add(i);
        }
        return byClass;
    }

    /// Texts that occur twice.
    private void noteTwins() {
        Map<Text, Labelled> seen = new HashMap<>();
        List<String> disagreeing = new ArrayList<>();
        for (Labelled text : part(Part.TRAIN)) {
            Labelled twin = seen.putIfAbsent(text.text(), text);
            if (twin != null && !Set.copyOf(twin.labels()).equals(Set.copyOf(text.labels()))) {
                disagreeing.add(pair(twin, text));
            }
        }
        List<String> across = new ArrayList<>();
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (Labelled text : part(part)) {
                Labelled twin = seen.get(text.text());
                if (twin != null) {
                    across.add(pair(twin, text));
                }
            }
        }
        if (!across.isEmpty()) {
            notes.add(Wording.count(across.size(), "text") + " for validation or test also in training, which flatters"
                    + " the result: " + Wording.shown(across));
        }
        if (!disagreeing.isEmpty()) {
            notes.add(Wording.count(disagreeing.size(), "text") + " to train on again with another label: "
                    + Wording.shown(disagreeing));
        }
    }

    private static String pair(Labelled a, Labelled b) {
        return a.where() + " = " + b.where();
    }

    private void noteMissing(List<String> labels) {
        if (task == Task.REGRESSION) {
            return;
        }
        Map<Part, String> purposes = new LinkedHashMap<>();
        purposes.put(Part.TRAIN, "to train on");
        purposes.put(Part.VALIDATION, "for validation");
        if (!part(Part.TEST).isEmpty()) {
            purposes.put(Part.TEST, "to test");
        }
        purposes.forEach((part, purpose) -> {
            Set<String> used =
                    part(part).stream().flatMap(text -> text.labels().stream()).collect(Collectors.toSet());
            List<String> missing =
                    labels.stream().filter(name -> !used.contains(name)).toList();
            if (!missing.isEmpty()) {
                notes.add("no text " + purpose + " in " + Wording.shown(missing));
            }
        });
    }

    private TextDataset dataset(Part part, List<String> labels, Map<String, Integer> index) {
        List<TextItem> items = part(part).stream()
                .map(text -> new TextItem(text.text(), target(text, index), text.where()))
                .toList();
        return new TextDataset(items, labels, task);
    }

    private Target target(Labelled text, Map<String, Integer> index) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION ->
                new Target.Single(index.getOrDefault(text.labels().getFirst(), -1));
            case MULTI_LABEL_CLASSIFICATION ->
                new Target.Several(text.labels().stream()
                        .map(label -> index.getOrDefault(label, -1))
                        .collect(Collectors.toSet()));
            case REGRESSION ->
                new Target.Values(text.labels().stream().map(Double::valueOf).toList());
            case MASKED_LANGUAGE_MODELING -> throw new IllegalStateException("labelled texts for " + task.word());
        };
    }
}

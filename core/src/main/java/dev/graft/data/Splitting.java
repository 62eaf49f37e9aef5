package dev.graft.data;

import dev.graft.torch.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// From examples as they were listed to parts that can be trained on: the task is found out, labels are numbered and
/// checked, a validation part is split off where there is none. The same for images and texts.
///
/// @param <X> kind of input
public final class Splitting<X> {
    /// Sets the draw of few examples apart from the draw of the validation part.
    private static final int FEW = 1;

    /// More different numbers than this are a quantity and no classes.
    private static final int MOST_NUMBERS = 20;

    private final Path root;
    private final Kind kind;
    private final Listing<X> listing;
    private final SplitOptions options;
    private final Map<Part, List<Labelled<X>>> parts = new EnumMap<>(Part.class);
    private final Set<String> declared;
    private final List<String> notes;
    private final Task task;

    private Splitting(Path root, Kind kind, Listing<X> listing, SplitOptions options) {
        this.root = root;
        this.kind = kind;
        this.listing = listing;
        this.options = options;
        this.declared = new LinkedHashSet<>(listing.declared());
        this.notes = new ArrayList<>(listing.notes());
        for (Part part : Part.values()) {
            parts.put(part, listing.part(part));
        }
        if (fromRows() && options.task() != Task.REGRESSION) {
            takeWholeNumbers();
        }
        this.task = task();
        if (!options.corrections().equals(Corrections.NONE)) {
            correct(options.corrections());
        }
        if (options.groups().areWanted()) {
            parts.putAll(rules().found(parts, listing.understoodAs().unit(), listing.layout()));
            rules().requireOnePart(parts);
        }
    }

    /// @param root what messages call the data
    /// @throws DataException if they cannot be trained on
    public static <X> Splits<X> of(Path root, Kind kind, Listing<X> listing, SplitOptions options) {
        return new Splitting<>(root, kind, listing, options).split();
    }

    private Splits<X> split() {
        if (options.strict() && !listing.problems().isEmpty()) {
            throw new DataException(root + ": " + counted(listing.problems()) + " cannot be used: "
                    + Wording.shown(listing.problems()) + "; repair or remove them, or omit --strict");
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
        PartsTable known = options.known();
        if (known != null) {
            arrange(known);
        } else if (splitOff) {
            splitOff(labels);
        }
        if (!splitOff && options.validationFraction() != SplitOptions.DEFAULT.validationFraction()) {
            notes.add("the data have a validation part, so none is split off (--val-fraction has no effect)");
        } else if (splitOff && !part(Part.VALIDATION).isEmpty()) {
            noteSplitOff();
        }
        if (options.perClass() > 0) {
            keep(known != null ? placed(known, false).part(Part.TRAIN) : few(labels));
        }
        PartNotes<X> said = new PartNotes<>(parts, kind.noun());
        notes.addAll(said.twins());
        if (task != Task.REGRESSION) {
            notes.addAll(said.missing(labels));
        }
        return new Splits<>(
                listing.layout(),
                kind,
                dataset(Part.TRAIN, labels),
                dataset(Part.VALIDATION, labels),
                part(Part.TEST).isEmpty() ? Optional.empty() : Optional.of(dataset(Part.TEST, labels)),
                splitOff,
                listing.problems(),
                listing.passedOver(),
                notes,
                listing.understoodAs(),
                Optional.empty());
    }

    /// Whether labels stand in the rows of a table; else they are names of folders.
    private boolean fromRows() {
        return listing.understoodAs().unit() == Understood.Unit.ROW;
    }

    /// `1.0` is `1` where all labels are whole numbers, in whatever part.
    private void takeWholeNumbers() {
        Set<String> labels =
                all().stream().flatMap(example -> example.labels().stream()).collect(Collectors.toSet());
        if (listing.order().isEmpty() && TableLabels.areWhole(labels)) {
            parts.replaceAll((part, examples) -> examples.stream()
                    .map(example -> example.mapped(TableLabels::whole))
                    .toList());
        }
    }

    private void correct(Corrections corrections) {
        Set<String> names = new LinkedHashSet<>(declared);
        names.addAll(listing.order());
        Corrected<X> corrected = Corrected.of(corrections, parts, names, task);
        if (options.known() == null) {
            corrected.requireAllUsed(root, all().stream().map(Labelled::id).toList());
        }
        Set<String> emptied = corrected.emptied(part(Part.TRAIN));
        declared.removeAll(emptied);
        parts.putAll(corrected.parts());
        notes.add(corrected.note(kind.noun())
                + (emptied.isEmpty() ? "" : "; nothing is left of " + Wording.shown(List.copyOf(emptied))));
    }

    private List<Labelled<X>> part(Part part) {
        return parts.getOrDefault(part, List.of());
    }

    private static <X> Set<String> groups(List<Labelled<X>> examples) {
        return examples.stream().map(Labelled::group).collect(Collectors.toSet());
    }

    private List<Labelled<X>> all() {
        return parts.values().stream().flatMap(List::stream).toList();
    }

    private String counted(Collection<?> examples) {
        return Wording.count(examples.size(), kind.noun());
    }

    private Task task() {
        List<Labelled<X>> all = all();
        boolean several = all.stream().anyMatch(Labelled::several);
        Task found = options.task() != null
                ? options.task()
                : several ? Task.MULTI_LABEL_CLASSIFICATION : Task.SINGLE_LABEL_CLASSIFICATION;
        if (found == Task.SINGLE_LABEL_CLASSIFICATION) {
            for (Labelled<X> example : all) {
                if (example.labels().size() != 1) {
                    throw new DataException(root + ": " + example.id() + ": expected one label, found "
                            + example.labels() + "; for several labels: --task labels");
                }
            }
            if (options.task() == null && fromRows()) {
                requireClasses(all);
            }
        } else if (found == Task.REGRESSION && !fromRows() && listing.order().isEmpty()) {
            throw new DataException(root + ": numbers stand in a table, found " + listing.layout());
        } else if (options.perClass() > 0) {
            throw new DataException(
                    root + ": few " + kind.noun() + "s per class need one class each, found the task " + found.word());
        }
        return found;
    }

    /// A quantity is no class, and is learned otherwise.
    private void requireClasses(List<Labelled<X>> all) {
        Set<String> labels =
                all.stream().map(example -> example.labels().getFirst()).collect(Collectors.toSet());
        if (labels.stream().allMatch(TableLabels::isNumber)
                && labels.size() > MOST_NUMBERS
                && labels.stream().anyMatch(label -> Double.parseDouble(label) % 1 != 0)) {
            throw new DataException(root + ": the labels are " + labels.size()
                    + " different numbers, with fractions: --task regression learns them as numbers,"
                    + " --task classes makes each a class");
        }
    }

    /// What the labels say together: one for each example, some that differ in case only, a sign among words.
    private void lookAtLabels() {
        if (!fromRows() || task == Task.REGRESSION) {
            return;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        all().forEach(example -> example.labels().forEach(label -> counts.merge(label, 1, Integer::sum)));
        int examples = all().size();
        if (options.task() == null
                && task == Task.SINGLE_LABEL_CLASSIFICATION
                && examples >= TableLabels.FEW
                && counts.size() * 2 > examples) {
            throw TableLabels.tooMany(root, counts.size(), examples, kind.noun());
        }
        if (listing.order().isEmpty()) {
            notes.addAll(TableLabels.notes(counts, kind.noun()));
        }
    }

    /// What else it might be.
    private String hint() {
        return switch (kind) {
            case IMAGE -> "; for texts, specify a text model: --model graft-nano-ko, or the folder of another";
            case TEXT ->
                "; expected a table with a header, or folders of .txt files; for images, specify an image model";
        };
    }

    private List<String> labels() {
        if (part(Part.TRAIN).isEmpty() && declared.isEmpty()) {
            throw new DataException(root + ": no labelled " + kind.noun() + "s" + leftOut()
                    + (kind == Kind.TEXT || listing.problems().isEmpty() ? hint() : ""));
        }
        if (task == Task.REGRESSION) {
            return listing.order();
        }
        Set<String> used = new TreeSet<>();
        part(Part.TRAIN).forEach(example -> used.addAll(example.labels()));
        for (String name : declared) {
            if (!used.contains(name)) {
                throw new DataException(root + ": class " + name + " has no " + kind.noun() + " to train on" + leftOut()
                        + "; add some, or remove the class");
            }
        }
        if (task == Task.SINGLE_LABEL_CLASSIFICATION && used.size() == 1) {
            throw new DataException(root + ": expected at least two classes, found only "
                    + used.iterator().next() + leftOut());
        }
        List<String> labels = listing.order().isEmpty() ? ClassNames.sorted(used) : listing.order();
        if (used.isEmpty()) {
            throw new DataException(root + ": no " + kind.noun() + " to train on has a label" + leftOut());
        }
        requireKnown(labels);
        return labels;
    }

    private void requireKnown(List<String> labels) {
        Set<String> known = Set.copyOf(labels);
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (Labelled<X> example : part(part)) {
                for (String label : example.labels()) {
                    if (!known.contains(label)) {
                        throw new DataException(root + ": " + example.id() + ": label " + label + " is in the "
                                + part.word() + " part but not in the training part, which has "
                                + Wording.shown(labels));
                    }
                }
            }
        }
    }

    /// What may be the reason that something is missing.
    private String leftOut() {
        return (listing.problems().isEmpty() ? "" : "; left out: " + Wording.shown(listing.problems()))
                + (kind == Kind.TEXT || listing.notes().isEmpty() ? "" : " (" + Wording.shown(listing.notes()) + ")");
    }

    /// Positions of the examples to hold back: the same share of every class, at least one example, never all; of all
    /// examples where one has no single class.
    private Set<Integer> held(List<String> labels) {
        Set<Integer> held = new TreeSet<>();
        byClass(labels)
                .forEach((label, positions) -> Drawing.heldOut(
                                positions.size(), options.validationFraction(), Rng.mix(options.seed(), label))
                        .forEach(index -> held.add(positions.get(index))));
        return held;
    }

    /// The same in whole groups, where examples belong to such.
    private Set<Integer> heldGroups(List<String> labels) {
        Map<String, Integer> index = index(labels);
        List<WholeGroups.Member> members = part(Part.TRAIN).stream()
                .map(example -> new WholeGroups.Member(example.group(), indices(example, index)))
                .toList();
        WholeGroups groups = WholeGroups.of(members, labels.size());
        return rules().held(groups, members.size(), kind.noun(), Rng.mix(options.seed(), 0));
    }

    private List<Integer> indices(Labelled<X> example, Map<String, Integer> index) {
        return task == Task.REGRESSION
                ? List.of()
                : example.labels().stream()
                        .map(label -> index.getOrDefault(label, 0))
                        .toList();
    }

    private GroupRules rules() {
        return new GroupRules(root, options);
    }

    /// Every example goes to the part it is known to be in. Those that nobody knows stay where they were listed.
    private void arrange(PartsTable known) {
        Rearranged<Labelled<X>> now = placed(known, true);
        parts.replaceAll((part, examples) -> now.part(part));
    }

    private Rearranged<Labelled<X>> placed(PartsTable known, boolean others) {
        return Rearranged.of(known, parts, examples -> examples, Labelled::id, part -> others);
    }

    private void splitOff(List<String> labels) {
        Set<Integer> held = areGrouped(part(Part.TRAIN)) ? heldGroups(labels) : held(labels);
        if (held.isEmpty()) {
            throw new DataException(root + ": each class has a single " + kind.noun()
                    + ", so none can be kept for validation; add " + kind.noun() + "s" + leftOut());
        }
        List<Labelled<X>> train = new ArrayList<>();
        List<Labelled<X>> validation = new ArrayList<>();
        List<Labelled<X>> all = part(Part.TRAIN);
        for (int i = 0; i < all.size(); i++) {
            (held.contains(i) ? validation : train).add(all.get(i));
        }
        parts.put(Part.TRAIN, ordered(train, labels));
        parts.put(Part.VALIDATION, ordered(validation, labels));
    }

    private void noteSplitOff() {
        List<Labelled<X>> held = part(Part.VALIDATION);
        notes.add("split off " + counted(held)
                + (areGrouped(held) ? " of " + Wording.count(groups(held).size(), "group") : "") + " for validation ("
                + Math.round(options.validationFraction() * 100) + "%" + (task.isSingleLabel() ? " of each class" : "")
                + ", seed " + options.seed() + ")");
    }

    private static <X> boolean areGrouped(List<Labelled<X>> examples) {
        return examples.stream().anyMatch(example -> !example.group().isEmpty());
    }

    private void keep(List<Labelled<X>> few) {
        notes.add("training on " + Wording.number(few.size()) + " of " + counted(part(Part.TRAIN)) + ", at most "
                + options.perClass() + " of each class (seed " + options.seed() + ")");
        parts.put(Part.TRAIN, few);
    }

    /// So many training examples of each class, or all where there are fewer.
    private List<Labelled<X>> few(List<String> labels) {
        Set<Integer> kept = new TreeSet<>();
        byClass(labels)
                .forEach((label, positions) -> Drawing.draw(
                                Math.min(options.perClass(), positions.size()),
                                positions.size(),
                                Rng.mix(options.seed(), label, FEW))
                        .forEach(index -> kept.add(positions.get(index))));
        List<Labelled<X>> all = part(Part.TRAIN);
        return ordered(kept.stream().map(all::get).toList(), labels);
    }

    /// Images of one class stand together where they were chosen by class; texts stay in the order of their files.
    private List<Labelled<X>> ordered(List<Labelled<X>> examples, List<String> labels) {
        if (kind == Kind.TEXT || !task.isSingleLabel()) {
            return examples;
        }
        Map<String, Integer> index = index(labels);
        return examples.stream()
                .sorted(Comparator.comparingInt(
                        example -> index.getOrDefault(example.labels().getFirst(), 0)))
                .toList();
    }

    private static Map<String, Integer> index(List<String> labels) {
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(name -> index.put(name, index.size()));
        return index;
    }

    /// Positions of training examples by the index of their class; all by 0 where one has no single class.
    private Map<Integer, List<Integer>> byClass(List<String> labels) {
        Map<String, Integer> index = index(labels);
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        List<Labelled<X>> all = part(Part.TRAIN);
        for (int i = 0; i < all.size(); i++) {
            int label = task.isSingleLabel()
                    ? index.getOrDefault(all.get(i).labels().getFirst(), 0)
                    : 0;
            byClass.computeIfAbsent(label, ignored -> new ArrayList<>()).add(i);
        }
        return byClass;
    }

    private Dataset<X> dataset(Part part, List<String> labels) {
        Map<String, Integer> index = index(labels);
        List<Example<X>> examples = part(part).stream()
                .map(each -> new Example<>(each.input(), target(each, index), each.id(), each.group()))
                .toList();
        return new Dataset<>(examples, labels, task);
    }

    private Target target(Labelled<X> example, Map<String, Integer> index) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION ->
                new Target.Single(index.getOrDefault(example.labels().getFirst(), -1));
            case MULTI_LABEL_CLASSIFICATION ->
                new Target.Several(example.labels().stream()
                        .map(label -> index.getOrDefault(label, -1))
                        .collect(Collectors.toSet()));
            case REGRESSION ->
                new Target.Values(example.labels().stream().map(Double::valueOf).toList());
            case MASKED_LANGUAGE_MODELING -> throw new IllegalStateException("labelled examples for " + task.word());
        };
    }
}

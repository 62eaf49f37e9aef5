package dev.graft.data;

import dev.graft.data.Inspection.Finding;
import dev.graft.data.Listing.Named;
import dev.graft.torch.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// From what lies on disk to parts that can be trained on: pictures that cannot be read are left out,
/// classes are numbered and checked, a validation part is split off where there is none.
final class Splitting {
    /// Sets the draw of few pictures apart from the draw of the validation part.
    private static final int FEW = 1;

    private final Path root;
    private final Listing listing;
    private final ImageOptions options;
    private final List<Problem> problems;
    private final List<String> notes;

    private Splitting(Path root, Listing listing, ImageOptions options) {
        this.root = root;
        this.listing = listing;
        this.options = options;
        this.problems = new ArrayList<>(listing.problems());
        this.notes = new ArrayList<>(listing.notes());
    }

    static Splits of(Path root, Listing listing, ImageOptions options) {
        return new Splitting(root, listing, options).split();
    }

    private Splits split() {
        Map<Part, List<Finding>> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(part, inspect(listing.parts().getOrDefault(part, List.of())));
        }
        if (options.strict() && !problems.isEmpty()) {
            throw new DataException(root + ": " + Wording.count(problems.size(), "picture") + " cannot be used: "
                    + Wording.shown(problems) + "; repair or remove them, or leave out --strict");
        }
        if (options.testForValidation()
                && parts.getOrDefault(Part.VALIDATION, List.of()).isEmpty()) {
            testForValidation(parts);
        }
        List<String> classes = classes(parts);
        Map<String, Integer> index = new HashMap<>();
        classes.forEach(name -> index.put(name, index.size()));
        boolean splitOff = parts.getOrDefault(Part.VALIDATION, List.of()).isEmpty();
        if (splitOff) {
            splitOff(parts, classes);
        }
        if (options.perClass() > 0) {
            keepFew(parts, classes);
        }
        noteDuplicates(parts);
        noteMissing(parts, classes);
        Optional<ValueRange> range = GreyRange.of(root, parts, options, notes);
        List<Finding> test = parts.getOrDefault(Part.TEST, List.of());
        return new Splits(
                listing.layout(),
                dataset(parts, Part.TRAIN, classes, index),
                dataset(parts, Part.VALIDATION, classes, index),
                test.isEmpty() ? Optional.empty() : Optional.of(dataset(parts, Part.TEST, classes, index)),
                splitOff,
                classes,
                problems,
                notes,
                range);
    }

    /// In the order of names, which no file system changes.
    private List<Finding> inspect(List<Named> pictures) {
        List<Named> sorted = pictures.stream()
                .sorted(Comparator.comparing((Named picture) -> picture.source().name()))
                .toList();
        List<Finding> usable = new ArrayList<>();
        for (Finding finding : Inspection.of(sorted, options)) {
            if (finding.usable()) {
                usable.add(finding);
            } else {
                problems.add(new Problem(finding.picture().source().name(), finding.fault()));
            }
        }
        return usable;
    }

    private List<String> classes(Map<Part, List<Finding>> parts) {
        Set<String> readable = labels(parts, Part.TRAIN);
        Set<String> names = new TreeSet<>(listing.declared());
        listing.parts().getOrDefault(Part.TRAIN, List.of()).forEach(picture -> names.add(picture.label()));
        if (names.isEmpty()) {
            throw new DataException(root + ": no pictures to train on; for texts, say which text model is to learn"
                    + " them: --model graft-nano-ko, or the folder of another"
                    + (listing.notes().isEmpty() ? "" : " (" + Wording.shown(listing.notes()) + ")"));
        }
        for (String name : names) {
            if (!readable.contains(name)) {
                throw new DataException(root + ": class " + name + " has no readable picture to train on"
                        + (problems.isEmpty() ? "" : ": " + Wording.shown(problems))
                        + (listing.notes().isEmpty() ? "" : " (" + Wording.shown(listing.notes()) + ")")
                        + "; add some, or remove the class");
            }
        }
        if (names.size() == 1) {
            throw new DataException(root + ": expected at least two classes, found only "
                    + names.iterator().next() + (problems.isEmpty() ? "" : "; left out: " + Wording.shown(problems))
                    + (listing.notes().isEmpty() ? "" : " (" + Wording.shown(listing.notes()) + ")"));
        }
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (String name : labels(parts, part)) {
                if (!names.contains(name)) {
                    throw new DataException(root + ": class " + name + " is in the "
                            + part.word() + " part and not in the training part, which has "
                            + Wording.shown(List.copyOf(names)));
                }
            }
        }
        return listing.order().isEmpty() ? ClassNames.sorted(names) : listing.order();
    }

    private static Set<String> labels(Map<Part, List<Finding>> parts, Part part) {
        Set<String> labels = new TreeSet<>();
        parts.getOrDefault(part, List.of())
                .forEach(finding -> labels.add(finding.picture().label()));
        return labels;
    }

    private void testForValidation(Map<Part, List<Finding>> parts) {
        List<Finding> test = parts.getOrDefault(Part.TEST, List.of());
        if (!test.isEmpty()) {
            parts.put(Part.VALIDATION, test);
            parts.put(Part.TEST, List.of());
            notes.add("the test part is used for validation: nothing is kept for the end");
        }
    }

    /// The same share of every class, at least one picture, never all.
    private void splitOff(Map<Part, List<Finding>> parts, List<String> classes) {
        List<Finding> train = new ArrayList<>();
        List<Finding> validation = new ArrayList<>();
        Map<String, List<Finding>> byClass = byClass(parts.getOrDefault(Part.TRAIN, List.of()));
        for (int label = 0; label < classes.size(); label++) {
            List<Finding> all = byClass.getOrDefault(classes.get(label), List.of());
            Set<Integer> chosen =
                    Drawing.heldOut(all.size(), options.validationFraction(), Rng.mix(options.seed(), label));
            for (int i = 0; i < all.size(); i++) {
                (chosen.contains(i) ? validation : train).add(all.get(i));
            }
        }
        if (validation.isEmpty()) {
            throw new DataException(
                    root + ": each class has a single picture, so none can be kept for validation;" + " add pictures");
        }
        parts.put(Part.TRAIN, train);
        parts.put(Part.VALIDATION, validation);
        notes.add("split off " + Wording.count(validation.size(), "picture") + " for validation ("
                + Math.round(options.validationFraction() * 100) + "% of each class, seed " + options.seed() + ")");
    }

    /// So many training pictures of each class, or all where there are fewer.
    private void keepFew(Map<Part, List<Finding>> parts, List<String> classes) {
        List<Finding> all = parts.getOrDefault(Part.TRAIN, List.of());
        Map<String, List<Finding>> byClass = byClass(all);
        List<Finding> kept = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Finding> ofClass = byClass.getOrDefault(classes.get(label), List.of());
            Drawing.draw(
                            Math.min(options.perClass(), ofClass.size()),
                            ofClass.size(),
                            Rng.mix(options.seed(), label, FEW))
                    .forEach(index -> kept.add(ofClass.get(index)));
        }
        parts.put(Part.TRAIN, kept);
        notes.add("training on " + Wording.number(kept.size()) + " of " + Wording.count(all.size(), "picture")
                + ", at most " + options.perClass() + " of each class (seed " + options.seed() + ")");
    }

    private static Map<String, List<Finding>> byClass(List<Finding> findings) {
        Map<String, List<Finding>> byClass = new HashMap<>();
        for (Finding finding : findings) {
            byClass.computeIfAbsent(finding.picture().label(), name -> new ArrayList<>())
                    .add(finding);
        }
        return byClass;
    }

    private void noteDuplicates(Map<Part, List<Finding>> parts) {
        Map<String, Finding> seen = new HashMap<>();
        List<String> across = new ArrayList<>();
        List<String> disagreeing = new ArrayList<>();
        for (Finding finding : parts.getOrDefault(Part.TRAIN, List.of())) {
            Finding twin = finding.fingerprint().isEmpty() ? null : seen.putIfAbsent(finding.fingerprint(), finding);
            if (twin != null && !twin.picture().label().equals(finding.picture().label())) {
                disagreeing.add(pair(twin, finding));
            }
        }
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (Finding finding : parts.getOrDefault(part, List.of())) {
                Finding twin = seen.get(finding.fingerprint());
                if (twin != null) {
                    across.add(pair(twin, finding));
                }
            }
        }
        if (!across.isEmpty()) {
            notes.add(Wording.count(across.size(), "picture")
                    + " for validation or test also in training, which flatters the" + " result: "
                    + Wording.shown(across));
        }
        if (!disagreeing.isEmpty()) {
            notes.add(Wording.count(disagreeing.size(), "picture") + " in two classes: " + Wording.shown(disagreeing));
        }
    }

    private void noteMissing(Map<Part, List<Finding>> parts, List<String> classes) {
        Set<String> validated = labels(parts, Part.VALIDATION);
        List<String> missing =
                classes.stream().filter(name -> !validated.contains(name)).toList();
        if (!missing.isEmpty()) {
            notes.add("no picture for validation in " + Wording.shown(missing));
        }
    }

    private String pair(Finding a, Finding b) {
        return relative(a.picture()) + " = " + relative(b.picture());
    }

    private String relative(Named picture) {
        Path folder = Files.isDirectory(root) || root.getParent() == null ? root : root.getParent();
        return picture.source() instanceof ImageFile(Path path, long ignored) && path.startsWith(folder)
                ? folder.relativize(path).toString()
                : picture.source().name();
    }

    private ImageDataset dataset(
            Map<Part, List<Finding>> parts, Part part, List<String> classes, Map<String, Integer> index) {
        List<ImageItem> items = new ArrayList<>();
        for (Finding finding : parts.getOrDefault(part, List.of())) {
            items.add(new ImageItem(
                    finding.picture().source(),
                    index.getOrDefault(finding.picture().label(), -1),
                    ExampleId.ofFile(relative(finding.picture()).replace('\\', '/'), finding.sha256())));
        }
        return new ImageDataset(items, classes);
    }
}

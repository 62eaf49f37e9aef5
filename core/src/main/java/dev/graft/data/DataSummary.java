package dev.graft.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run was trained on, to keep with its results.
///
/// @param kind     of the examples
/// @param layout   how the data lay on disk
/// @param classes  names, by class index; of the values where numbers are learned
/// @param examples examples by part (`train`, `validation`, `test`)
/// @param counts   examples by part and class name; an example with several labels counts for each, and nothing is
///     counted where numbers are learned
/// @param groups   groups by part; empty where examples belong to none
/// @param skipped  examples that were left out, and why
/// @param passedOver examples that were not asked for, by the option that leaves them out
/// @param notes    what a careful person would mention
/// @param understood where examples and labels stand; null where that was not kept
public record DataSummary(
        Kind kind,
        String layout,
        List<String> classes,
        Map<String, Integer> examples,
        Map<String, Map<String, Integer>> counts,
        Map<String, Integer> groups,
        List<Problem> skipped,
        Map<String, Integer> passedOver,
        List<String> notes,
        @Nullable Understood understood) {
    private static final int SHOWN = 10;

    public DataSummary {
        classes = List.copyOf(classes);
        groups = Objects.requireNonNullElse(groups, Map.of()); // summaries of earlier runs had none
        skipped = List.copyOf(skipped);
        passedOver = Objects.requireNonNullElse(passedOver, Map.of()); // nor these
        notes = List.copyOf(notes);
    }

    /// With one more note.
    public DataSummary withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new DataSummary(kind, layout, classes, examples, counts, groups, skipped, passedOver, more, understood);
    }

    /// What was understood, in one line: where text and label stand, the classes with their counts, what is not used,
    /// what is left out and why.
    public String line() {
        List<String> words = new ArrayList<>();
        Understood from = understood;
        words.add(
                from == null || from.unit() == Understood.Unit.FILE
                        ? layout
                        : kind.noun() + " from column " + from.input()
                                + (from.pair().isEmpty() ? "" : " and " + from.pair())
                                + ", label from " + (from.labels().size() == 1 ? "column " : "columns ")
                                + String.join(", ", from.labels()));
        if (!counts.isEmpty() && counts.values().stream().anyMatch(part -> !part.isEmpty())) {
            words.add(classesWithCounts());
        }
        if (!groups.isEmpty()) {
            words.add("groups: "
                    + groups.entrySet().stream()
                            .map(part -> Wording.number(part.getValue()) + " in " + part.getKey())
                            .collect(Collectors.joining(", ")));
        }
        if (from != null && !from.unused().isEmpty()) {
            words.add("not used: " + String.join(", ", from.unused()));
        }
        if (!skipped.isEmpty() || !passedOver.isEmpty()) {
            words.add("left out: " + leftOut());
        }
        return String.join("; ", words);
    }

    /// All of them up to ten.
    private String classesWithCounts() {
        Map<String, Integer> all = new LinkedHashMap<>();
        classes.forEach(name -> all.put(name, 0));
        counts.values().forEach(part -> part.forEach((name, count) -> all.merge(name, count, Integer::sum)));
        if (all.size() > SHOWN) {
            return Wording.count(all.size(), "class") + " with "
                    + Wording.number(Collections.min(all.values())) + " to "
                    + Wording.count(Collections.max(all.values()), "example");
        }
        return Wording.count(all.size(), "class") + ": "
                + String.join(
                        ", ",
                        all.entrySet().stream()
                                .map(each -> each.getKey() + " (" + Wording.number(each.getValue()) + ")")
                                .toList());
    }

    private String leftOut() {
        List<String> words = new ArrayList<>();
        if (!skipped.isEmpty()) {
            words.add(Wording.number(skipped.size()) + " (" + reasons() + ")");
        }
        if (!passedOver.isEmpty()) {
            words.add(FileFilter.words(passedOver));
        }
        return String.join(", ", words);
    }

    private String reasons() {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        skipped.forEach(problem -> reasons.merge(problem.reason().replaceFirst("(:| \\().*", ""), 1, Integer::sum));
        return Wording.shown(reasons.entrySet().stream()
                .map(each -> Wording.number(each.getValue()) + " " + each.getKey())
                .toList());
    }

    /// Examples in a part; 0 if there is no such part.
    public int total(String part) {
        return examples.getOrDefault(part, 0);
    }

    /// Counts by class name, in the order of the classes.
    ///
    /// @param counts one for each class, or none at all
    public static Map<String, Integer> named(List<String> classes, int[] counts) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            named.put(classes.get(i), counts[i]);
        }
        return named;
    }
}

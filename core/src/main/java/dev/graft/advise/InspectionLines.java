package dev.graft.advise;

import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.advise.Inspection.Lengths;
import dev.graft.advise.Inspection.Sizes;
import dev.graft.advise.Inspection.Spread;
import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An inspection as lines of text, about a screen of them.
record InspectionLines(Inspection found) {
    private static final int SHOWN = 3;
    private static final int MEMBERS = 3;

    List<String> all() {
        List<String> lines = new ArrayList<>();
        lines.add("data: " + found.data().line());
        lines.add(parts());
        lines.addAll(extent());
        lines.add("");
        if (found.concerns().isEmpty()) {
            lines.add("Nothing was found that wants to be looked at.");
        }
        for (int i = 0; i < found.concerns().size(); i++) {
            Concern concern = found.concerns().get(i);
            lines.add("%d. %s".formatted(i + 1, concern.says()));
            examples(concern.kind()).forEach(line -> lines.add("     " + line));
            lines.add("   next: " + concern.next());
        }
        found.notDone().forEach(line -> lines.add("not done: " + line));
        return lines;
    }

    List<String> extent() {
        Sizes sizes = found.sizes();
        Lengths lengths = found.lengths();
        return Stream.concat(
                        Stream.ofNullable(sizes).map(InspectionLines::of),
                        Stream.ofNullable(lengths).map(InspectionLines::of))
                .toList();
    }

    private String parts() {
        String noun = found.data().kind().noun();
        return "parts: "
                + found.data().examples().entrySet().stream()
                        .map(part -> part.getKey() + " " + Wording.count(part.getValue(), noun))
                        .collect(Collectors.joining(", "));
    }

    private static String of(Sizes sizes) {
        String grey = sizes.grey() == 1
                ? "grey"
                : sizes.grey() == 0
                        ? "in colour"
                        : String.format(Locale.ROOT, "%.0f%% grey", Math.max(1, 100 * sizes.grey()));
        return "sizes: " + range(sizes.width(), "%.0f") + " wide, " + range(sizes.height(), "%.0f")
                + " high, width by height " + range(sizes.aspect(), "%.2f") + ", " + grey;
    }

    private static String of(Lengths lengths) {
        return String.format(
                Locale.ROOT,
                "lengths: %s words, %s tokens; %,d have the %,d tokens that the model reads, or more",
                range(lengths.words(), "%.0f"),
                range(lengths.tokens(), "%.0f"),
                lengths.cut(),
                lengths.most());
    }

    /// `200`, or `120 to 640 (median 320)`.
    private static String range(Spread spread, String form) {
        String least = String.format(Locale.ROOT, form, spread.least());
        String most = String.format(Locale.ROOT, form, spread.most());
        return least.equals(most)
                ? least
                : least + " to " + most + " (median " + String.format(Locale.ROOT, form, spread.median()) + ")";
    }

    private List<String> examples(Concern.Kind kind) {
        return switch (kind) {
            case LEAKAGE -> groups(AlikeGroup::acrossParts);
            case CONFLICT -> groups(AlikeGroup::acrossLabels);
            case REPEATED -> groups(group -> !group.acrossParts() && !group.acrossLabels());
            case WRONG_LABELS ->
                shown(found.suspects().stream()
                        .map(suspect -> named(suspect.example()) + ": " + suspect.why())
                        .toList());
            case UNREADABLE ->
                shown(found.data().skipped().stream().map(String::valueOf).toList());
            case BLANK ->
                shown(found.blank().stream()
                        .map(blank -> named(blank.example()) + ": " + blank.why())
                        .toList());
            case OUTLIERS ->
                shown(found.outliers().stream()
                        .map(outlier -> String.format(
                                Locale.ROOT,
                                "%s: %.1f deviations farther from the nearest than usual",
                                named(outlier.example()),
                                outlier.z()))
                        .toList());
            case FEW, UNEVEN, GROUPS, CUT -> List.of();
        };
    }

    private List<String> groups(Predicate<AlikeGroup> wanted) {
        return shown(
                found.alike().stream().filter(wanted).map(InspectionLines::of).toList());
    }

    /// `train a.jpg (ants) = validation b.jpg (ants), likeness 0.98`.
    private static String of(AlikeGroup group) {
        List<Inspected> shown =
                telling(group).subList(0, Math.min(MEMBERS, group.members().size()));
        int more = group.members().size() - shown.size();
        return shown.stream()
                        .map(member -> member.part().word() + " " + named(member))
                        .collect(Collectors.joining(" = "))
                + (more > 0 ? " and " + Wording.number(more) + " more" : "")
                + (group.likeness() == 1
                        ? ", the same"
                        : String.format(Locale.ROOT, ", likeness %.2f", group.likeness()));
    }

    /// Members in another order: first those that differ in part or label from all before them.
    private static List<Inspected> telling(AlikeGroup group) {
        Map<List<?>, Inspected> different = new LinkedHashMap<>();
        group.members().forEach(member -> different.putIfAbsent(List.of(member.part(), member.labels()), member));
        return Stream.concat(different.values().stream(), group.members().stream())
                .distinct()
                .toList();
    }

    private static String named(Inspected example) {
        return example.id() + " (" + example.label() + ")";
    }

    private static List<String> shown(List<String> all) {
        return all.size() <= SHOWN
                ? all
                : Stream.concat(
                                all.stream().limit(SHOWN),
                                Stream.of("and " + Wording.number(all.size() - SHOWN) + " more"))
                        .toList();
    }
}

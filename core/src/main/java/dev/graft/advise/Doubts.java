package dev.graft.advise;

import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.data.Corrections;
import dev.graft.data.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What of an inspection a person has to decide on, as the lines of a table: each example once, the worst first.
final class Doubts {
    private static final int SEVERAL = 3;

    private final Map<Integer, Inspected> examples = new LinkedHashMap<>();
    private final Map<Integer, List<String>> whys = new LinkedHashMap<>();
    private final Map<Integer, List<String>> suggested = new LinkedHashMap<>();

    private Doubts() {}

    static Corrections of(Inspection found) {
        Doubts doubts = new Doubts();
        found.alike().stream().filter(AlikeGroup::acrossLabels).forEach(doubts::conflict);
        found.suspects().forEach(suspect -> {
            doubts.add(suspect.example(), suspect.why());
            doubts.suggested.put(suspect.example().position(), suspect.suggested());
        });
        found.alike().stream()
                .filter(group -> group.acrossParts() && !group.acrossLabels())
                .forEach(doubts::leakage);
        found.blank().forEach(blank -> doubts.add(blank.example(), blank.why()));
        found.outliers()
                .forEach(outlier -> doubts.add(
                        outlier.example(),
                        String.format(
                                Locale.ROOT,
                                "unlike all others: %.1f deviations farther from the nearest than usual",
                                outlier.z())));
        return new Corrections(
                "",
                doubts.examples.entrySet().stream()
                        .map(entry -> Corrections.Line.open(
                                entry.getValue().id(),
                                entry.getValue().labels(),
                                doubts.suggested.getOrDefault(entry.getKey(), List.of()),
                                String.join("; ", doubts.whys.getOrDefault(entry.getKey(), List.of()))))
                        .toList());
    }

    private void add(Inspected example, String why) {
        examples.putIfAbsent(example.position(), example);
        whys.computeIfAbsent(example.position(), position -> new ArrayList<>()).add(why);
    }

    private void conflict(AlikeGroup group) {
        group.members()
                .forEach(member -> add(
                        member,
                        like(group)
                                + names(group.members().stream()
                                        .filter(other -> !other.labels().equals(member.labels()))
                                        .toList())));
    }

    private void leakage(AlikeGroup group) {
        List<Inspected> learned = group.members().stream()
                .filter(member -> member.part() == Part.TRAIN)
                .toList();
        group.members().stream()
                .filter(member -> member.part() != Part.TRAIN)
                .forEach(member -> add(member, like(group) + names(learned) + " to train on"));
    }

    private static String like(AlikeGroup group) {
        return group.likeness() == 1 ? "the same as " : "nearly the same as ";
    }

    private static String names(List<Inspected> others) {
        List<String> names = others.stream()
                .limit(SEVERAL)
                .map(other -> other.id() + " (" + other.label() + ")")
                .toList();
        return String.join(", ", names)
                + (others.size() > SEVERAL ? " and " + (others.size() - SEVERAL) + " more" : "");
    }
}

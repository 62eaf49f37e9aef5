package dev.graft.data;

import dev.graft.data.Corrections.Action;
import dev.graft.data.Corrections.Line;
import dev.graft.text.NearNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts [Corrections] into effect, on examples as they were listed and before they are divided.
///
/// @param <X> kind of input
final class Corrected<X> {
    private final Corrections corrections;
    private final Task task;
    private final Set<String> labels;
    private final Map<Place, List<Line>> lines = new HashMap<>();
    private final Map<Line, Labelled<X>> others = new HashMap<>();
    private final Set<Line> used = new HashSet<>();
    private final Map<Part, List<Labelled<X>>> parts = new EnumMap<>(Part.class);
    private int relabelled;
    private int dropped;

    /// Where an example is, however the letters of its name are composed.
    private record Place(String file, int row) {
        static Place of(String file, int row) {
            return new Place(ClassNames.plain(file.replace('\\', '/')), row);
        }
    }

    private Corrected(Corrections corrections, Task task, Set<String> labels) {
        this.corrections = corrections;
        this.task = task;
        this.labels = labels;
        for (Line line : corrections.decided().lines()) {
            lines.computeIfAbsent(Place.of(line.file(), line.row()), ignored -> new ArrayList<>())
                    .add(line);
        }
    }

    /// @param listed   examples as the data have them
    /// @param declared names of labels that an example may have, beside those that examples have
    /// @throws DataException naming the line, if one gives a label that nothing else has
    static <X> Corrected<X> of(
            Corrections corrections, Map<Part, List<Labelled<X>>> listed, Collection<String> declared, Task task) {
        Set<String> labels = new TreeSet<>(declared);
        labels.addAll(labelsOf(listed.values().stream().flatMap(List::stream)));
        Corrected<X> made = new Corrected<>(corrections, task, labels);
        listed.forEach((part, examples) -> made.parts.put(
                part,
                examples.stream()
                        .flatMap(example -> made.corrected(example).stream())
                        .toList()));
        return made;
    }

    private static <X> Set<String> labelsOf(Stream<Labelled<X>> examples) {
        return examples.flatMap(example -> example.labels().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The examples as they are now.
    Map<Part, List<Labelled<X>>> parts() {
        return parts;
    }

    /// Classes that examples were learned from had, and now none has.
    ///
    /// @param before the examples as they were
    Set<String> emptied(List<Labelled<X>> before) {
        Set<String> emptied = new LinkedHashSet<>(labelsOf(before.stream()));
        emptied.removeAll(labelsOf(parts.getOrDefault(Part.TRAIN, List.of()).stream()));
        return emptied;
    }

    /// What was done, in one line.
    ///
    /// @param noun of an example
    String note(String noun) {
        return corrections.source() + ": "
                + (relabelled + dropped == 0
                        ? "nothing changed; a line says it with drop or relabel in column action"
                        : Wording.count(relabelled, "label") + " changed, " + Wording.count(dropped, noun)
                                + " left out");
    }

    /// @param root what messages call the data
    /// @throws DataException naming the first line that fits no example
    void requireAllUsed(Path root, Collection<ExampleId> known) {
        for (Line line : corrections.lines()) {
            if (!line.changesSomething() || used.contains(line)) {
                continue;
            }
            Labelled<X> other = others.get(line);
            throw wrong(line, other == null ? missing(line, root, known) : changed(line, other));
        }
    }

    private static String missing(Line line, Path root, Collection<ExampleId> known) {
        List<String> names = known.stream().map(ExampleId::toString).distinct().toList();
        return "there is no example " + line.example() + " in " + root
                + NearNames.closest(line.example(), names)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(
                                "; a file is given as below the data, a row of a table by the table's name and its line");
    }

    private String changed(Line line, Labelled<X> example) {
        boolean done = line.action() == Action.RELABEL && fits(line.suggested(), example.labels());
        return line.example() + ": expected the label '" + line.label() + "' in the data, found '"
                + JoinedLabels.join(example.labels()) + "'"
                + (done ? "; it is corrected there already: remove the line" : "; correct the line, or remove it");
    }

    private DataException wrong(Line line, String what) {
        String where = line.number() == 0 ? "" : " line " + line.number();
        return new DataException(corrections.source() + where + ": " + what);
    }

    private Optional<Labelled<X>> corrected(Labelled<X> example) {
        Place place = Place.of(example.id().file(), example.id().row());
        @Nullable Line decision = null;
        for (Line line : lines.getOrDefault(place, List.of())) {
            if (!line.label().isEmpty() && !fits(line.label(), example.labels())) {
                others.put(line, example);
                continue;
            }
            if (decision != null && !decision.says().equals(line.says())) {
                throw wrong(
                        line,
                        line.example() + ": '" + line.says() + "', but line " + decision.number() + " says '"
                                + decision.says() + "'; keep one of them");
            }
            used.add(line);
            decision = line;
        }
        return decision == null ? Optional.of(example) : corrected(example, decision);
    }

    private Optional<Labelled<X>> corrected(Labelled<X> example, Line decision) {
        return switch (decision.action()) {
            case OPEN, KEEP -> Optional.of(example);
            case DROP -> {
                dropped++;
                yield Optional.empty();
            }
            case RELABEL -> {
                relabelled++;
                yield Optional.of(example.labelled(suggested(decision, example)));
            }
        };
    }

    private List<String> suggested(Line line, Labelled<X> example) {
        return readings(line.suggested())
                .flatMap(reading -> known(reading, example).stream())
                .findFirst()
                .orElseThrow(() -> wrong(line, unknown(line, example)));
    }

    private String unknown(Line line, Labelled<X> example) {
        if (task == Task.REGRESSION) {
            return "expected " + Wording.count(example.labels().size(), "number") + " in column suggested, found '"
                    + line.suggested() + "'";
        }
        return "no example has the label '" + line.suggested() + "'; "
                + NearNames.closest(line.suggested(), labels)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElseGet(() -> "expected one of " + Wording.shown(List.copyOf(labels))
                                + "; a new class begins with examples in the data");
    }

    /// Labels by the names that the data have for them.
    private Optional<List<String>> known(List<String> reading, Labelled<X> example) {
        if (task == Task.REGRESSION) {
            boolean numbers = reading.size() == example.labels().size()
                    && reading.stream().allMatch(TableLabels::isNumber)
                    && reading.stream().allMatch(number -> Float.isFinite(Float.parseFloat(number)));
            return numbers ? Optional.of(reading) : Optional.empty();
        }
        if (task.isSingleLabel() && reading.size() != 1) {
            return Optional.empty();
        }
        List<String> names = List.copyOf(labels);
        int[] places = ClassNames.match(reading, names);
        return Arrays.stream(places).allMatch(place -> place >= 0)
                ? Optional.of(
                        Arrays.stream(places).mapToObj(names::get).distinct().toList())
                : Optional.empty();
    }

    private boolean fits(String cell, List<String> labels) {
        return readings(cell)
                .anyMatch(reading -> reading.size() == labels.size()
                        && (task == Task.REGRESSION
                                ? areSameNumbers(reading, labels)
                                : Arrays.stream(ClassNames.match(reading, labels))
                                                .filter(place -> place >= 0)
                                                .distinct()
                                                .count()
                                        == labels.size()));
    }

    /// Spreadsheets keep fewer digits than data may have; what is learned has no more than these.
    private static boolean areSameNumbers(List<String> some, List<String> others) {
        return IntStream.range(0, some.size())
                .allMatch(i -> TableLabels.isNumber(some.get(i))
                        && Float.parseFloat(some.get(i)) == Float.parseFloat(others.get(i)));
    }

    /// What a cell may say: several labels as [JoinedLabels] has them, one, or several as people write them.
    private static Stream<List<String>> readings(String cell) {
        return Stream.concat(
                Stream.of(JoinedLabels.split(cell), List.of(cell)),
                Stream.of(";", ",")
                        .map(separator -> Arrays.stream(cell.split(separator))
                                .map(String::strip)
                                .toList()));
    }
}

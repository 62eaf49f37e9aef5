package dev.graft.data;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Which example was in which part: `parts.csv` in a run's folder. Whoever evaluates or resumes the run reads it, so
/// that no example moves from training to validation when files are added, or are listed or labelled otherwise than
/// they were.
/// ```text
/// part,file,row,label,sha256
/// train,bees/1.jpg,,bees,9f86d081884c7d65
/// validation,reviews.csv,17,good,60303ae22b998861
/// ```
/// Several labels of an example stand with `|` between them; a `|` that is part of a name has a backslash before it.
///
/// @param entries in the order of the parts
public record PartsTable(List<Entry> entries) {
    /// What the file is called.
    public static final String FILE = "parts.csv";

    private static final List<String> HEADER = List.of("part", "file", "row", "label", "sha256");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setRecordSeparator("\n")
            .setHeader(HEADER.toArray(String[]::new))
            .get();

    /// An example.
    ///
    /// @param labels their names as they were learned
    public record Entry(Part part, ExampleId id, List<String> labels) {
        public Entry {
            labels = List.copyOf(labels);
        }

        /// A line for people.
        @Override
        public String toString() {
            return id.toString();
        }
    }

    public PartsTable {
        entries = List.copyOf(entries);
    }

    /// Reads a run's table; empty where the run has none, as those of earlier versions.
    ///
    /// @throws DataException if it is damaged
    public static Optional<PartsTable> in(Path runFolder) {
        Path file = runFolder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            List<Entry> entries = new ArrayList<>();
            for (CSVRecord line : parser) {
                entries.add(entry(file, line));
            }
            return Optional.of(new PartsTable(entries));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Entry entry(Path file, CSVRecord line) {
        try {
            Part part = Part.of(line.get("part")).orElseThrow();
            String row = line.get("row");
            ExampleId id =
                    new ExampleId(line.get("file"), row.isEmpty() ? 0 : Integer.parseInt(row), line.get("sha256"));
            return new Entry(part, id, JoinedLabels.split(line.get("label")));
        } catch (RuntimeException e) {
            throw new DataException(
                    file + " record " + line.getRecordNumber() + ": expected " + String.join(",", HEADER) + ", found "
                            + line.toList() + "; it is damaged: restore the file that the training wrote",
                    e);
        }
    }

    /// The file's content.
    public String csv() {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            for (Entry entry : entries) {
                ExampleId id = entry.id();
                printer.printRecord(
                        entry.part().word(),
                        id.file(),
                        id.row() == 0 ? "" : id.row(),
                        JoinedLabels.join(entry.labels()),
                        id.sha256());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Checks that a run that goes on learns from the examples it began with, and is judged by the same, in the same
    /// order.
    ///
    /// @param now what would be learned from now
    /// @param run whose table this is, for messages
    /// @throws IllegalArgumentException that names the first ones that differ
    public void requireSame(PartsTable now, Path run) {
        List<Entry> then = learned();
        List<Entry> present = now.learned();
        if (sameAs(then, present)) {
            return;
        }
        List<Entry> missing = new ArrayList<>(then);
        missing.removeAll(present);
        List<Entry> added = new ArrayList<>(present);
        added.removeAll(then);
        throw new IllegalArgumentException(run + ": expected the " + Wording.count(then.size(), "example")
                + " that it was started with, found "
                + (missing.isEmpty() && added.isEmpty()
                        ? "them in another order"
                        : (missing.isEmpty() ? "" : missing.size() + " missing or changed: " + Wording.shown(missing))
                                + (missing.isEmpty() || added.isEmpty() ? "" : "; ")
                                + (added.isEmpty() ? "" : added.size() + " new: " + Wording.shown(added)))
                + "; restore them, or start a new run");
    }

    private List<Entry> learned() {
        return entries.stream().filter(entry -> entry.part() != Part.TEST).toList();
    }

    /// Contents that were not read are taken for the same.
    private static boolean sameAs(List<Entry> then, List<Entry> now) {
        return then.size() == now.size()
                && IntStream.range(0, then.size())
                        .allMatch(i -> then.get(i).part() == now.get(i).part()
                                && areSame(then.get(i).labels(), now.get(i).labels())
                                && then.get(i)
                                        .id()
                                        .place()
                                        .equals(now.get(i).id().place())
                                && agree(then.get(i).id(), now.get(i).id()));
    }

    /// A name with a bar in it was taken for two in tables of earlier versions.
    private static boolean areSame(List<String> then, List<String> now) {
        return String.join("|", then).equals(String.join("|", now))
                || then.size() == now.size()
                        && IntStream.range(0, then.size())
                                .allMatch(i -> ClassNames.match(List.of(now.get(i)), List.of(then.get(i)))[0] == 0);
    }

    /// Examples of now, beside those of then.
    ///
    /// @param found   one for each entry; null where its example is not there any more, or has another content
    /// @param added   those that no entry stands for
    /// @param missing entries without an example
    record Matched<X>(List<@Nullable X> found, List<X> added, List<Entry> missing) {}

    /// Finds the example of every entry: at its place and with its content, or else by its content alone. Where a
    /// content was not read, then or now, the place decides.
    <X> Matched<X> match(List<X> examples, Function<X, ExampleId> id) {
        List<@Nullable X> found = new ArrayList<>();
        entries.forEach(entry -> found.add(null));
        List<X> left = claim(found, examples, id, ExampleId::place, PartsTable::agree);
        left = claim(found, left, id, each -> ExampleId.ofFile(each.file(), each.sha256()), PartsTable::bothRead);
        left = claim(found, left, id, each -> ExampleId.ofFile("", each.sha256()), PartsTable::bothRead);
        List<Entry> missing = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (found.get(i) == null) {
                missing.add(entries.get(i));
            }
        }
        return new Matched<>(found, left, missing);
    }

    /// Gives entries without an example one with the same key; in their order where several have it.
    ///
    /// @param fit what must hold of an entry and an example beside the key
    /// @return examples that are still nobody's
    private <X> List<X> claim(
            List<@Nullable X> found,
            List<X> examples,
            Function<X, ExampleId> id,
            UnaryOperator<ExampleId> key,
            BiPredicate<ExampleId, ExampleId> fit) {
        Map<ExampleId, Deque<Integer>> waiting = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (found.get(i) == null) {
                waiting.computeIfAbsent(key.apply(entries.get(i).id()), ignored -> new ArrayDeque<>())
                        .add(i);
            }
        }
        List<X> left = new ArrayList<>();
        for (X example : examples) {
            ExampleId now = id.apply(example);
            Deque<Integer> places = waiting.getOrDefault(key.apply(now), new ArrayDeque<>());
            if (places.isEmpty() || !fit.test(entries.get(places.element()).id(), now)) {
                left.add(example);
            } else {
                found.set(places.remove(), example);
            }
        }
        return left;
    }

    private static boolean agree(ExampleId then, ExampleId now) {
        return then.sha256().equals(now.sha256()) || !bothRead(then, now);
    }

    private static boolean bothRead(ExampleId then, ExampleId now) {
        return !then.sha256().isEmpty() && !now.sha256().isEmpty();
    }
}

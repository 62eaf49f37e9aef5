package dev.graft.data;

import dev.graft.text.Draft;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/// What a person has decided on examples whose labels are in doubt: a table that is written with an empty column
/// `action`, filled in with any spreadsheet, and handed back to a training.
/// ```text
/// file,row,label,action,suggested,why
/// bees/17.jpg,,bees,relabel,ants,looks like ants (0.97)
/// reviews.csv,204,good,drop,bad,the same text as line 12
/// ```
/// Several labels of an example stand in one cell as [JoinedLabels] has them.
///
/// @param source where they were read, for messages
/// @param lines  in the order of the table
public record Corrections(String source, List<Line> lines) {
    /// No corrections.
    public static final Corrections NONE = new Corrections("", List.of());

    static final List<String> HEADER = List.of("file", "row", "label", "action", "suggested", "why");

    /// By this a spreadsheet knows that letters are in UTF-8.
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setRecordSeparator("\n")
            .setHeader(HEADER.toArray(String[]::new))
            .get();

    /// What is to become of an example.
    public enum Action {
        /// Nobody has decided: nothing.
        OPEN,
        /// It is right as it is.
        KEEP,
        /// It is left out.
        DROP,
        /// It gets the label that is suggested.
        RELABEL;

        /// As it stands in the table.
        public String word() {
            return this == OPEN ? "" : name().toLowerCase(Locale.ROOT);
        }

        static Optional<Action> of(String word) {
            return Stream.of(values())
                    .filter(action -> action.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    /// One example.
    ///
    /// @param number    of the line in the table, from 1; 0 where it was not read
    /// @param file      of the example, as [ExampleId#file] has it
    /// @param row       line in the data's table; 0 where the file is the example
    /// @param label     as it is in the data; empty where nobody says it
    /// @param suggested the label it gets; empty where there is none
    /// @param why       for people
    public record Line(int number, String file, int row, String label, Action action, String suggested, String why) {
        boolean changesSomething() {
            return action == Action.DROP || action == Action.RELABEL;
        }

        /// What it says is to be done, in words.
        String says() {
            return action == Action.RELABEL ? action.word() + " " + suggested : action.word();
        }

        /// What the example is called.
        String example() {
            return new ExampleId(file, row, "").toString();
        }

        /// An example on which nobody has decided yet.
        ///
        /// @param labels    as they are in the data
        /// @param suggested the labels it seems to have; none where nothing is suggested
        public static Line open(ExampleId id, List<String> labels, List<String> suggested, String why) {
            return new Line(
                    0, id.file(), id.row(), JoinedLabels.join(labels), Action.OPEN, JoinedLabels.join(suggested), why);
        }
    }

    public Corrections {
        lines = List.copyOf(lines);
    }

    /// Reads a table that was written here and filled in. Columns are found by their names; `row`, `label`,
    /// `suggested` and `why` may be missing, and a comma, semicolon or tab may stand between them.
    ///
    /// @throws DataException naming the line, if it is no such table
    public static Corrections read(Path file) {
        return CorrectionTable.read(file);
    }

    /// Those on which somebody has decided.
    public Corrections decided() {
        return new Corrections(
                source,
                lines.stream().filter(line -> line.action() != Action.OPEN).toList());
    }

    /// What is to be said of a table that is read only once, where it says something else by now.
    ///
    /// @return empty where it is as it was, or not there any more
    public Optional<String> changedSince() {
        if (source.isEmpty() || !Files.isRegularFile(Path.of(source)) || isAsItWas()) {
            return Optional.empty();
        }
        return Optional.of(source + " has changed since the run was started, which goes on with the "
                + Wording.count(changes().size(), "correction") + " of then; start a new run to use it");
    }

    private boolean isAsItWas() {
        try {
            return changes().equals(read(Path.of(source)).changes());
        } catch (DataException e) {
            return false;
        }
    }

    /// What they come to, wherever they stand in the table.
    private Set<List<Object>> changes() {
        return lines.stream()
                .filter(Line::changesSomething)
                .map(line -> List.<Object>of(line.file(), line.row(), line.label(), line.says()))
                .collect(Collectors.toSet());
    }

    /// Writes the table for a spreadsheet: UTF-8, and said to be.
    ///
    /// @throws UncheckedIOException naming the file, if it cannot be written; what was there before stays
    public void write(Path file) {
        try (Draft draft = Draft.of(file)) {
            Channels.newOutputStream(draft.channel()).write((BYTE_ORDER_MARK + csv()).getBytes(StandardCharsets.UTF_8));
            draft.moveIntoPlace();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private String csv() throws IOException {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            for (Line line : lines) {
                printer.printRecord(
                        line.file(),
                        line.row() == 0 ? "" : line.row(),
                        line.label(),
                        line.action().word(),
                        line.suggested(),
                        line.why());
            }
        }
        return text.toString();
    }
}

package dev.graft.data;

import dev.graft.text.Draft;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /// Whether there are none.
    public boolean areNone() {
        return lines.isEmpty();
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

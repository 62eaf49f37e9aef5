package dev.graft.data;

import dev.graft.data.Corrections.Action;
import dev.graft.data.Corrections.Line;
import dev.graft.text.NearNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads [Corrections], as any spreadsheet saves them.
final class CorrectionTable {
    private static final List<String> NEEDED = List.of("file", "action");

    private final Path file;
    private final List<String> names = new ArrayList<>();

    private CorrectionTable(Path file) {
        this.file = file;
    }

    /// @throws DataException naming the line, if it is no such table
    static Corrections read(Path file) {
        return new CorrectionTable(file).read();
    }

    private Corrections read() {
        List<Line> lines = new ArrayList<>();
        try (Rows rows = Rows.open(file, Corrections.HEADER)) {
            @Nullable Row first = rows.names().isEmpty() ? rows.next() : null;
            Stream.concat(
                            rows.names().stream().flatMap(List::stream),
                            first == null ? Stream.empty() : first.words().stream())
                    .map(Separators::plain)
                    .forEach(names::add);
            if (!names.containsAll(NEEDED)) {
                throw new DataException(file + ": expected the columns " + String.join(", ", Corrections.HEADER)
                        + ", found " + (names.isEmpty() ? "nothing" : String.join(", ", names)));
            }
            for (Row row = rows.next(); row != null; row = rows.next()) {
                lines.add(line(row));
            }
        }
        return new Corrections(file.toString(), lines);
    }

    private Line line(Row row) {
        if (row.fault() != null) {
            throw wrong(row, row.fault());
        }
        Line line = new Line(
                row.line(),
                cell(row, "file"),
                number(row),
                cell(row, "label"),
                action(row),
                cell(row, "suggested"),
                cell(row, "why"));
        if (line.file().isEmpty()) {
            throw wrong(row, "no example in column file");
        }
        if (line.action() == Action.RELABEL && line.suggested().isEmpty()) {
            throw wrong(row, "relabel: expected the right label in column suggested, found nothing");
        }
        return line;
    }

    private Action action(Row row) {
        String word = cell(row, "action");
        return Action.of(word)
                .orElseThrow(() -> wrong(
                        row,
                        "expected keep, drop, relabel or nothing in column action, found '" + word + "'"
                                + NearNames.closest(word, List.of("keep", "drop", "relabel"))
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("")));
    }

    private int number(Row row) {
        String cell = cell(row, "row");
        if (cell.isEmpty()) {
            return 0;
        }
        if (!cell.matches("\\d{1,9}(\\.0+)?")) {
            throw wrong(row, "expected the line of a table in column row, or nothing, found '" + cell + "'");
        }
        return Integer.parseInt(cell.replaceFirst("\\..*", ""));
    }

    private String cell(Row row, String column) {
        return row.cell(names.indexOf(column)) instanceof Cell.Word(String text) ? text.strip() : "";
    }

    private DataException wrong(Row row, String what) {
        return new DataException(file + " line " + row.line() + ": " + what);
    }
}

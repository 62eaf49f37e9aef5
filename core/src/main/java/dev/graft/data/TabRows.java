package dev.graft.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lines with tabs between their fields. A quote is a character like others: reviews begin with one, and end without.
final class TabRows implements Rows {
    /// Lines that a quoted field has at most.
    private static final int LONGEST = 50;

    private final LineInput input;
    private int columns;

    /// The line of a row that broke off in quotes; 0 for none.
    private int begun;

    TabRows(LineInput input) {
        this.input = input;
    }

    @Override
    public @Nullable Row next() {
        for (String line = input.next(); line != null; line = input.next()) {
            if (!line.isBlank()) {
                String[] fields = line.split("\t", -1);
                columns = columns == 0 ? fields.length : columns;
                List<Cell> cells =
                        Arrays.stream(fields).<Cell>map(Cell.Word::new).toList();
                return new Row(input.line(), cells, fault(fields));
            }
        }
        return null;
    }

    /// Where somebody put a line break into quotes although quotes are characters here, neither half is a row.
    private @Nullable String fault(String[] fields) {
        if (begun > 0 && input.line() - begun <= LONGEST) {
            int first = begun;
            boolean ends = Arrays.stream(fields).anyMatch(TabRows::ends);
            begun = ends || fields.length == columns ? 0 : begun;
            if (ends || fields.length < columns) {
                return "continues the row that begins at line " + first + ", whose quoted field contains a line break";
            }
        }
        boolean begins = fields.length < columns && begins(fields[fields.length - 1]);
        begun = begins ? input.line() : 0;
        return begins ? "ends inside a quoted field: too few columns, " + fields.length + " of " + columns : null;
    }

    private static boolean begins(String field) {
        return field.startsWith("\"") && !(field.length() > 1 && field.endsWith("\""));
    }

    private static boolean ends(String field) {
        return field.endsWith("\"") && !(field.length() > 1 && field.startsWith("\""));
    }

    @Override
    public Optional<List<String>> names() {
        return Optional.empty();
    }

    @Override
    public Optional<String> encoding() {
        return input.encoding();
    }

    @Override
    public void close() {
        input.close();
    }
}

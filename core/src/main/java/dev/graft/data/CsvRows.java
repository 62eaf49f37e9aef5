package dev.graft.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Rows in which a field may be in quotes, with separators and line breaks in it.
final class CsvRows implements Rows {
    /// Shorter fields are let pass: few lines look like rows by accident.
    private static final int LEAST_LINES = 3;

    private final LineInput input;
    private final char separator;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final int before;
    private int columns;

    CsvRows(LineInput input, char separator) {
        this.input = input;
        this.separator = separator;
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false) // they count as lines
                .get();
        try {
            this.parser = CSVParser.parse(input.reader(), format);
        } catch (IOException e) {
            throw new DataException(input.name() + ": cannot be read: " + e.getMessage(), e);
        }
        this.records = parser.iterator();
        this.before = input.line();
    }

    @Override
    public @Nullable Row next() {
        while (true) {
            int line = Math.toIntExact(before + parser.getCurrentLineNumber() + 1);
            CSVRecord found = read(line);
            if (found == null) {
                return null;
            }
            if (found.stream().anyMatch(field -> !field.isBlank())) {
                columns = columns == 0 ? found.size() : columns;
                return new Row(line, found.stream().<Cell>map(Cell.Word::new).toList(), fault(found, line));
            }
        }
    }

    /// A field that holds line breaks may do so because a quote in it was meant as a character: then the lines
    /// in it are rows.
    private @Nullable String fault(CSVRecord found, int begin) {
        int line = begin;
        for (String field : found) {
            List<String> lines = field.lines().toList();
            if (columns > 1 && lines.size() > LEAST_LINES) {
                long rows = lines.subList(1, lines.size() - 1).stream()
                        .filter(each -> each.split(Pattern.quote(String.valueOf(separator)), -1).length == columns)
                        .count();
                if (rows >= 2 && rows * 5 >= (lines.size() - 2) * 4L) {
                    return "the field that begins at line " + line + " spans " + lines.size()
                            + " lines that look like rows: is a quote (\") never closed?";
                }
            }
            line += Math.max(0, lines.size() - 1);
        }
        return null;
    }

    private @Nullable CSVRecord read(int line) {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | IllegalStateException e) {
            long lines = input.line() - line + 1L;
            throw new DataException(
                    input.name() + " line " + line + ": the row that begins here"
                            + (lines > 1 ? " spans " + Wording.number(lines) + " lines and" : "")
                            + " has a quote that is not closed, or"
                            + " something between a closing quote and the next separator; a quote in a quoted field is"
                            + " written twice: \"\"",
                    e);
        }
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

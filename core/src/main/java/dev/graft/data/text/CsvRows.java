package dev.graft.data.text;

import dev.graft.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Rows in which a field may be in quotes, with separators and line breaks in it.
final class CsvRows implements Rows {
    private final TextInput input;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CsvRows(TextInput input, char separator) {
        this.input = input;
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
    }

    /// Fields between commas; semicolons or tabs if the first line has those and no comma.
    static CsvRows separated(TextInput input) {
        String first = input.peek();
        char separator = ',';
        if (first != null && first.indexOf(',') < 0) {
            separator = first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
        }
        return new CsvRows(input, separator);
    }

    /// Fields between tabs.
    static CsvRows tabs(TextInput input) {
        return new CsvRows(input, '\t');
    }

    @Override
    public @Nullable Row next() {
        while (true) {
            int line = Math.toIntExact(parser.getCurrentLineNumber() + 1);
            CSVRecord found = read(line);
            if (found == null) {
                return null;
            }
            if (found.size() > 1 || !found.get(0).isBlank()) {
                return new Row(line, found.stream().<Cell>map(Cell.Word::new).toList());
            }
        }
    }

    private @Nullable CSVRecord read(int line) {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new DataException(
                    input.name() + " line " + line + ": the row that begins here has a quote that is not closed, or"
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
    public boolean isKorean() {
        return input.isKorean();
    }

    @Override
    public void close() {
        input.close();
    }
}

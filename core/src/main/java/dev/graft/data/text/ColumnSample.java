package dev.graft.data.text;

import dev.graft.data.Cell;
import dev.graft.data.Row;
import java.util.List;
import java.util.stream.IntStream;

/// What stands in the columns of a table, as far as it was looked at.
///
/// @param names of the columns, or what stands in the first row
/// @param rows  the first one, which may be a header, and others
record ColumnSample(List<String> names, List<Row> rows) {
    /// Rows in which letters are counted.
    private static final int ENOUGH = 200;

    int size() {
        return rows.size();
    }

    /// Whether nothing of the first row is in the same column of another, unless the row is repeated.
    boolean firstStandsApart() {
        return rows.stream()
                .skip(1)
                .filter(row -> !row.words().equals(names))
                .map(Row::words)
                .noneMatch(words -> IntStream.range(0, Math.min(words.size(), names.size()))
                        .anyMatch(i -> !words.get(i).isEmpty() && words.get(i).equals(names.get(i))));
    }

    /// Different values in a column.
    long distinct(int column) {
        return rows.stream().map(row -> row.cell(column)).distinct().count();
    }

    /// Letters in a column on average, where it holds more than a word.
    double letters(int column) {
        return rows.stream()
                .skip(1)
                .limit(ENOUGH)
                .mapToInt(row ->
                        row.cell(column) instanceof Cell.Word(String text) && text.indexOf(' ') > 0 ? text.length() : 0)
                .average()
                .orElse(0);
    }

    /// Names of columns with 0 and 1 only.
    List<String> bits() {
        return IntStream.range(0, names.size())
                .filter(column -> rows.size() > 1
                        && rows.stream()
                                .skip(1)
                                .limit(ENOUGH)
                                .allMatch(row -> row.cell(column) instanceof Cell.Word(String bit)
                                        && bit.strip().matches("[01](\\.0)?")))
                .mapToObj(names::get)
                .toList();
    }
}

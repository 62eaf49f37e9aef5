package dev.graft.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of a table, or an object of JSON.
///
/// @param line  in the file where it begins, from 1
/// @param fault why it cannot be used, whatever it is used for; null where it can
public record Row(int line, List<Cell> cells, @Nullable String fault) {
    public Row {
        cells = List.copyOf(cells);
    }

    Row(int line, List<Cell> cells) {
        this(line, cells, null);
    }

    /// What stands in a column; missing where the row is too short.
    public Cell cell(int column) {
        return column >= 0 && column < cells.size() ? cells.get(column) : Cell.MISSING;
    }

    /// The row as the names of columns.
    public List<String> words() {
        return cells.stream()
                .map(cell -> cell instanceof Cell.Word(String text) ? text.strip() : "")
                .toList();
    }

    /// Whether nothing stands in it from a column on.
    public boolean isBlankFrom(int column) {
        return cells.stream().skip(column).allMatch(Cell::isBlank);
    }

    /// Columns in which something stands.
    public int filled() {
        return (int) cells.stream().filter(cell -> !cell.isBlank()).count();
    }
}

package dev.graft.data.text;

import java.util.List;

/// A row of a table, or a line of JSON.
///
/// @param line in the file where it begins, from 1
record Row(int line, List<Cell> cells) {
    /// What stands in a column; missing where the row is too short.
    Cell cell(int column) {
        return column >= 0 && column < cells.size() ? cells.get(column) : Cell.MISSING;
    }

    /// The row as the names of columns.
    List<String> words() {
        return cells.stream()
                .map(cell -> cell instanceof Cell.Word(String text) ? text.strip() : "")
                .toList();
    }

    /// Whether nothing stands in it from a column on.
    boolean isBlankFrom(int column) {
        return cells.stream()
                .skip(column)
                .allMatch(cell ->
                        cell instanceof Cell.Missing || (cell instanceof Cell.Word(String text) && text.isBlank()));
    }
}

package dev.graft.data.text;

import dev.graft.data.Cell;
import dev.graft.data.LabelCells.Unusable;
import dev.graft.data.Row;
import dev.graft.text.Text;

/// Reads the text of a row, or the two.
///
/// @param columns as they were found
/// @param table   whether every row has the same columns
record TextCells(TableColumns columns, boolean table) {
    /// @throws Unusable if there is none, or the row has too few or too many columns
    Text read(Row row) throws Unusable {
        if (row.fault() != null) {
            throw new Unusable(row.fault());
        }
        int found = row.cells().size();
        if (table && found < columns.needed()) {
            throw new Unusable("too few columns: " + found + ", expected "
                    + columns.names().size());
        }
        if (table && !row.isBlankFrom(columns.names().size())) {
            throw new Unusable("too many columns: " + found + ", expected "
                    + columns.names().size());
        }
        String first = text(row, columns.text(), "no text");
        return columns.pair() == TableColumns.NONE
                ? Text.of(first)
                : Text.pair(first, text(row, columns.pair(), "no second text"));
    }

    private static String text(Row row, int column, String none) throws Unusable {
        return switch (row.cell(column)) {
            case Cell.Word(String text) when !text.isBlank() -> text;
            case Cell.Word blank -> throw new Unusable(none);
            case Cell.Missing missing -> throw new Unusable(none);
            case Cell.Words array -> throw new Unusable("expected a text, found an array");
            case Cell.Other(String what) -> throw new Unusable("expected a text, found " + what);
        };
    }
}

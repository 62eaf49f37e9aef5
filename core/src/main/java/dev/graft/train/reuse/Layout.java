package dev.graft.train.reuse;

import dev.graft.data.IndexedSource;
import java.util.List;

/// Where the rows of a data set lie, one behind the other.
final class Layout {
    private final int rows;
    private final List<Column> columns;
    private final int[] lengths;
    private final long rowBytes;
    private final long[] offsets;

    /// @param rows    for each view of each example
    /// @param lengths positions of each example; empty where all examples have one shape
    Layout(int rows, List<Column> columns, int[] lengths) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.lengths = lengths.clone();
        this.rowBytes = bytes(0);
        this.offsets = new long[lengths.length == 0 ? 0 : rows + 1];
        for (int row = 0; row + 1 < offsets.length; row++) {
            offsets[row + 1] = offsets[row] + bytes(length(row));
        }
    }

    static Layout of(IndexedSource data, List<Column> columns) {
        int rows = Math.multiplyExact(data.size(), data.distinctViews().orElse(1));
        return new Layout(rows, columns, data.lengths());
    }

    int rows() {
        return rows;
    }

    List<Column> columns() {
        return columns;
    }

    /// Of all rows.
    long bytes() {
        return offsets.length == 0 ? rows * rowBytes : offsets[rows];
    }

    /// Where a row begins.
    long offset(int row) {
        return offsets.length == 0 ? row * rowBytes : offsets[row];
    }

    /// Positions of a row's example; 0 where examples have none.
    int length(int row) {
        return lengths.length == 0 ? 0 : lengths[row % lengths.length];
    }

    private long bytes(int length) {
        return columns.stream().mapToLong(column -> column.bytes(length)).sum();
    }
}

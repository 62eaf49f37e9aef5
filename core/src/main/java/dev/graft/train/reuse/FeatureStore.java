package dev.graft.train.reuse;

import dev.graft.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// The tensors of many examples, one row an example, each row of the same size. For one thread.
final class FeatureStore implements AutoCloseable {
    private final int rows;
    private final List<Column> columns;
    private final long rowBytes;
    private final Storage storage;
    private final BitSet present;

    /// @param storage has room for `rows` rows
    /// @param full    whether it holds all rows already
    FeatureStore(int rows, List<Column> columns, Storage storage, boolean full) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.rowBytes = rowBytes(columns);
        this.storage = storage;
        this.present = new BitSet(rows);
        if (full) {
            present.set(0, rows);
        }
    }

    static long rowBytes(List<Column> columns) {
        return columns.stream().mapToLong(Column::bytes).sum();
    }

    /// Whether it holds all of these rows.
    boolean has(int[] wanted) {
        for (int row : wanted) {
            if (!present.get(row)) {
                return false;
            }
        }
        return true;
    }

    boolean isFull() {
        return present.cardinality() == rows;
    }

    long bytes() {
        return rows * rowBytes;
    }

    Storage storage() {
        return storage;
    }

    /// Whether examples of these shapes can be kept in it.
    boolean fits(List<Tensor> batch) {
        boolean fits = batch.size() == columns.size();
        for (int i = 0; fits && i < batch.size(); i++) {
            fits = columns.get(i).fits(batch.get(i));
        }
        return fits;
    }

    /// Keeps a batch.
    ///
    /// @param at    the row of each example
    /// @param batch each `[N, …]`
    void put(int[] at, List<Tensor> batch) {
        long offset = 0;
        for (int i = 0; i < columns.size(); i++) {
            long bytes = columns.get(i).bytes();
            MemorySegment packed = Tensors.memory(columns.get(i).pack(batch.get(i)));
            for (int n = 0; n < at.length; n++) {
                MemorySegment.copy(packed, n * bytes, storage.segment(), at[n] * rowBytes + offset, bytes);
            }
            offset += bytes;
        }
        for (int row : at) {
            present.set(row);
        }
    }

    /// A batch of kept rows, on the CPU, in the caller's scope.
    List<Tensor> get(int[] at) {
        List<Tensor> batch = new ArrayList<>();
        long offset = 0;
        for (Column column : columns) {
            long bytes = column.bytes();
            Tensor filled = column.empty(at.length);
            MemorySegment into = Tensors.memory(filled);
            for (int n = 0; n < at.length; n++) {
                MemorySegment.copy(storage.segment(), at[n] * rowBytes + offset, into, n * bytes, bytes);
            }
            batch.add(column.unpack(filled));
            offset += bytes;
        }
        return batch;
    }

    @Override
    public void close() {
        storage.close();
    }
}

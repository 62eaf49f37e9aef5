package dev.graft.train.reuse;

import dev.graft.torch.Tensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// The tensors of many examples, one row an example. For one thread.
final class FeatureStore implements AutoCloseable {
    private final Layout layout;
    private final Storage storage;
    private final BitSet present;

    /// @param storage has room for all rows
    /// @param full    whether it holds all rows already
    FeatureStore(Layout layout, Storage storage, boolean full) {
        this.layout = layout;
        this.storage = storage;
        this.present = new BitSet(layout.rows());
        if (full) {
            present.set(0, layout.rows());
        }
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
        return present.cardinality() == layout.rows();
    }

    Storage storage() {
        return storage;
    }

    /// Whether examples of these shapes can be kept in it.
    boolean fits(List<Tensor> batch) {
        List<Column> columns = layout.columns();
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
    /// @throws IOException if there is no room for it
    void put(int[] at, List<Tensor> batch) throws IOException {
        long[] offsets = offsets(at);
        for (int i = 0; i < batch.size(); i++) {
            Column column = layout.columns().get(i);
            Tensor values = batch.get(i);
            MemorySegment packed = Tensors.memory(column.pack(values));
            long stride = column.bytes(column.sequence() ? (int) values.size(1) : 0);
            for (int n = 0; n < at.length; n++) {
                long bytes = column.bytes(layout.length(at[n]));
                storage.write(packed.asSlice(n * stride, bytes), offsets[n]);
                offsets[n] += bytes;
            }
        }
        for (int row : at) {
            present.set(row);
        }
    }

    /// A batch of kept rows, on the CPU, in the caller's scope.
    List<Tensor> get(int[] at) {
        List<Tensor> batch = new ArrayList<>();
        long[] offsets = offsets(at);
        int longest = Arrays.stream(at).map(layout::length).max().orElse(0);
        for (Column column : layout.columns()) {
            Tensor filled = column.empty(at.length, longest);
            MemorySegment into = Tensors.memory(filled);
            long stride = column.bytes(longest);
            for (int n = 0; n < at.length; n++) {
                long bytes = column.bytes(layout.length(at[n]));
                MemorySegment.copy(storage.segment(), offsets[n], into, n * stride, bytes);
                offsets[n] += bytes;
            }
            batch.add(column.unpack(filled));
        }
        return batch;
    }

    private long[] offsets(int[] rows) {
        return Arrays.stream(rows).mapToLong(layout::offset).toArray();
    }

    @Override
    public void close() {
        storage.close();
    }
}

package dev.graft.train.reuse;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.data.IndexedSource;
import dev.graft.torch.Autocast;
import dev.graft.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// The batches of another source as they enter the first stage that changes. What frozen stages make of an example is
/// kept where that was asked for; an epoch whose examples are all kept reads and computes none of them again.
final class FeatureSource implements BatchSource, AutoCloseable {
    private final BatchSource source;
    private final Shelf shelf;
    private final Supplier<Optional<Autocast>> autocast;
    private final NavigableMap<Integer, FeatureStore> stores = new TreeMap<>();
    private @Nullable Prefix prefix;

    /// @param autocast what the forward pass computes in; opened for each batch
    FeatureSource(BatchSource source, Shelf shelf, Supplier<Optional<Autocast>> autocast) {
        this.source = source;
        this.shelf = shelf;
        this.autocast = autocast;
    }

    /// Gives out what enters the boundary of `prefix` from now on.
    ///
    /// @param wanted for each cut that is worth keeping, how many epochs will read it
    void enter(Prefix next, NavigableMap<Integer, Integer> wanted) {
        prefix = next;
        shelf.want(next, worth(next, wanted));
        int boundary = next.cuts().isEmpty() ? 0 : next.cuts().getLast();
        // what lies behind the boundary was made by stages that may change from now on
        new ArrayList<>(stores.tailMap(boundary, false).keySet()).forEach(this::drop);
        indexed().ifPresent(data -> {
            for (int cut : shelf.wanted()) {
                if (!stores.containsKey(cut)) {
                    shelf.open(cut, data).ifPresent(store -> stores.put(cut, store));
                }
            }
        });
    }

    /// Cuts at which something is kept.
    Set<Integer> kept() {
        return stores.keySet();
    }

    private NavigableMap<Integer, Integer> worth(Prefix next, NavigableMap<Integer, Integer> wanted) {
        NavigableMap<Integer, Integer> worth = new TreeMap<>();
        int views = indexed().map(data -> data.distinctViews().orElse(0)).orElse(0);
        int boundary = next.cuts().isEmpty() ? 0 : next.cuts().getLast();
        wanted.forEach((cut, epochs) -> {
            // the first time an example passes the boundary it is computed in any case
            if (views > 0 && epochs > (cut == boundary ? views : 0)) {
                worth.put(cut, epochs);
            }
        });
        return worth;
    }

    /// Whether what enters the boundary is rounded as if it were kept, also before it is and where there is no room: a
    /// training that is resumed finds other things kept than one that was not interrupted.
    private boolean rounds() {
        return shelf.halves()
                && indexed().filter(data -> data.distinctViews().isPresent()).isPresent();
    }

    private Optional<IndexedSource> indexed() {
        return source instanceof IndexedSource data ? Optional.of(data) : Optional.empty();
    }

    private void drop(int cut) {
        FeatureStore store = stores.remove(cut);
        if (store != null) {
            shelf.close(store);
        }
    }

    @Override
    public int examples() {
        return source.examples();
    }

    @Override
    public int batches() {
        return source.batches();
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        Prefix through = prefix;
        if (through == null || through.cuts().isEmpty()) {
            return source.open(epoch, from);
        }
        return new Cursor(through, epoch, from);
    }

    /// Rows of an epoch's examples from batch `from` on; empty where examples have no places.
    private int[] rows(int epoch, int from) {
        if (!(source instanceof IndexedSource data) || data.distinctViews().isEmpty()) {
            return new int[0];
        }
        int view = epoch % data.distinctViews().getAsInt();
        int[] order = data.order(epoch);
        return Arrays.stream(order, data.start(from), order.length)
                .map(position -> view * data.size() + position)
                .toArray();
    }

    private final class Cursor implements BatchCursor {
        private final Prefix through;
        private final int[] rows;
        private final int entry;
        private final @Nullable BatchCursor pixels;
        private int next;
        private int done;

        Cursor(Prefix through, int epoch, int from) {
            this.through = through;
            this.rows = rows(epoch, from);
            this.next = from;
            this.entry = entry();
            this.pixels = entry == 0 ? source.open(epoch, from) : null;
        }

        /// The deepest cut of which all rows are kept; 0 for the beginning. What was rounded is never computed with,
        /// so that what enters the boundary does not depend on what is kept before it.
        private int entry() {
            int boundary = through.cuts().getLast();
            int first = rounds() ? boundary : 0;
            for (var store :
                    stores.subMap(first, true, boundary, true).descendingMap().entrySet()) {
                if (rows.length > 0 && store.getValue().has(rows)) {
                    return store.getKey();
                }
            }
            return 0;
        }

        @Override
        public @Nullable Batch next() {
            long started = System.nanoTime();
            Batch batch = pixels != null ? pixels.next() : kept();
            if (batch == null) {
                return null;
            }
            int end = done + batch.examples();
            int[] at = Arrays.copyOfRange(rows, Math.min(done, rows.length), Math.min(end, rows.length));
            done = end;
            indexed().ifPresent(data -> requireDeclared(data, batch));
            Tensor x = batch.inputs().getFirst();
            List<Tensor> extras = batch.inputs().subList(1, batch.inputs().size());
            for (int cut : through.cuts()) {
                if (cut > entry) {
                    x = run(cut, x, extras);
                    keep(cut, at, columns(x, extras, batch.targets()), started);
                }
            }
            return new Batch(columns(rounds() ? Column.halved(x) : x, extras, List.of()), batch.targets());
        }

        private Tensor run(int cut, Tensor x, List<Tensor> extras) {
            Optional<Autocast> open = autocast.get();
            try {
                return through.run(cut, x, extras);
            } finally {
                open.ifPresent(Autocast::close);
            }
        }

        private @Nullable Batch kept() {
            if (done == rows.length) {
                return null;
            }
            IndexedSource data = (IndexedSource) source;
            int size = data.start(next + 1) - data.start(next);
            next++;
            List<Tensor> columns =
                    Objects.requireNonNull(stores.get(entry)).get(Arrays.copyOfRange(rows, done, done + size));
            int inputs = columns.size() - data.targets();
            return new Batch(columns.subList(0, inputs), columns.subList(inputs, columns.size()));
        }

        @Override
        public void close() {
            if (pixels != null) {
                pixels.close();
            }
        }
    }

    private static List<Tensor> columns(Tensor x, List<Tensor> extras, List<Tensor> targets) {
        List<Tensor> columns = new ArrayList<>();
        columns.add(x);
        columns.addAll(extras);
        columns.addAll(targets);
        return columns;
    }

    private static void requireDeclared(IndexedSource data, Batch batch) {
        if (batch.targets().size() != data.targets()) {
            throw new IllegalStateException("batches: expected tensors of targets as many as the source says, "
                    + data.targets() + ", found " + batch.targets().size());
        }
    }

    private void keep(int cut, int[] at, List<Tensor> columns, long started) {
        if (at.length == 0 || !(source instanceof IndexedSource data)) {
            return;
        }
        try (Scope scope = Scope.open()) {
            if (!stores.containsKey(cut)) {
                shelf.make(cut, data, columns).ifPresent(store -> stores.put(cut, store));
            }
            FeatureStore store = stores.get(cut);
            if (store != null && !shelf.put(cut, store, at, columns, System.nanoTime() - started)) {
                drop(cut);
            }
        }
    }

    @Override
    public void close() {
        new ArrayList<>(stores.keySet()).forEach(this::drop);
    }
}

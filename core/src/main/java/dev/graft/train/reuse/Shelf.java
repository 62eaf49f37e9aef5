package dev.graft.train.reuse;

import dev.graft.data.IndexedSource;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.weights.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Finds a place for the features of one data set: memory while there is some in the budget, then a file, if the disk
/// has room and is faster than computing again; else none, and says why.
final class Shelf {
    private static final long DISK_RESERVE = 1L << 30;
    private static final int TRIAL_BATCHES = 2;

    /// Nanoseconds of writing after which a disk is known; less says more about what else the machine did.
    private static final long WORTH_JUDGING = 500_000_000;

    private final String split;
    private final Network network;
    private final ReuseSettings settings;
    private final Budget budget;
    private final @Nullable FeatureFolder folder;
    private final Consumer<String> report;
    private final Map<FeatureStore, Long> borrowed = new HashMap<>();
    private final Map<FeatureStore, FeatureFolder.Index> indexes = new HashMap<>();
    private final Map<FeatureStore, Trial> trials = new HashMap<>();
    private final Set<FeatureStore> finished = new HashSet<>();
    private NavigableMap<Integer, Integer> wanted = new TreeMap<>();
    private @Nullable Prefix prefix;

    /// The first batches that go to a file: what writing them took, and what computing them took.
    private static final class Trial {
        private int batches;
        private long writing;
        private long computing;
    }

    /// @param split  what the files are called after: `training`, `validation`
    /// @param folder where to go when memory is not enough; null for nowhere
    /// @param report told one line when something is kept, or is not
    Shelf(
            String split,
            Network network,
            ReuseSettings settings,
            Budget budget,
            @Nullable FeatureFolder folder,
            Consumer<String> report) {
        this.split = split;
        this.network = network;
        this.settings = settings;
        this.budget = budget;
        this.folder = folder;
        this.report = report;
    }

    /// What is worth keeping from now on.
    void want(Prefix next, NavigableMap<Integer, Integer> cuts) {
        prefix = next;
        wanted = new TreeMap<>(cuts);
    }

    NavigableSet<Integer> wanted() {
        return new TreeSet<>(wanted.keySet());
    }

    /// Whether values are kept in half the space.
    boolean halves() {
        return settings.on() && settings.half();
    }

    /// What an earlier start kept.
    Optional<FeatureStore> open(int cut, IndexedSource data) {
        if (folder == null || !settings.keep()) {
            return Optional.empty();
        }
        Optional<FeatureStore> store = folder.open(name(cut), key(cut, data), data);
        store.ifPresent(found -> {
            finished.add(found);
            report.accept("Frozen stages do not run for " + split + " examples: what enters " + stage(cut)
                    + " was kept by an earlier start of the run, "
                    + found.storage().where());
        });
        return store;
    }

    /// A place for the rows of a cut, if it is wanted and there is one.
    ///
    /// @param first the columns of a first batch
    Optional<FeatureStore> make(int cut, IndexedSource data, List<Tensor> first) {
        if (!wanted.containsKey(cut)) {
            return Optional.empty();
        }
        boolean sequences = data.lengths().length > 0;
        Layout layout = Layout.of(
                data,
                first.stream()
                        .map(tensor -> Column.of(tensor, settings.half() && tensor == first.getFirst(), sequences))
                        .toList());
        long bytes = layout.bytes();
        Optional<Storage> storage = storage(cut, bytes);
        if (storage.isEmpty()) {
            wanted.remove(cut);
            return Optional.empty();
        }
        FeatureStore store = new FeatureStore(layout, storage.get(), false);
        if (storage.get() instanceof HeldMemory) {
            borrowed.put(store, bytes);
        } else {
            trials.put(store, new Trial());
        }
        indexes.put(
                store, new FeatureFolder.Index(settings.keep() ? key(cut, data) : "", layout.rows(), layout.columns()));
        report.accept("Frozen stages run once for each " + split + " example: what enters " + stage(cut) + " is kept, "
                + Budget.text(bytes) + " " + storage.get().where());
        return Optional.of(store);
    }

    private Optional<Storage> storage(int cut, long bytes) {
        boolean toDisk = settings.keep() && folder != null;
        if (!toDisk && budget.take(bytes)) {
            return Optional.of(new HeldMemory(bytes));
        }
        if (folder == null) {
            sayNot(
                    cut,
                    "takes " + Budget.text(bytes) + ", and " + Budget.text(budget.left())
                            + " of the cache's memory are left");
            return Optional.empty();
        }
        long free = folder.free();
        if (free - DISK_RESERVE < bytes) {
            sayNot(
                    cut,
                    "takes " + Budget.text(bytes) + "; " + Budget.text(budget.left()) + " of the cache's memory and "
                            + Budget.text(free) + " of the disk are left");
            return Optional.empty();
        }
        try {
            return Optional.of(folder.create(name(cut), bytes));
        } catch (IOException | UncheckedIOException e) {
            sayNot(cut, "cannot be kept: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Puts a batch where it belongs.
    ///
    /// @param computing nanoseconds that making it took
    /// @return false if the store is of no use: its place is slower than computing or full, or the examples
    ///     differ in shape
    boolean put(int cut, FeatureStore store, int[] rows, List<Tensor> columns, long computing) {
        if (!store.fits(columns)) {
            sayNot(cut, "differs in shape from example to example");
            wanted.remove(cut);
            return false;
        }
        try {
            return put(new Place(cut, store), rows, columns, computing);
        } catch (IOException e) {
            sayNot(cut, "cannot be kept: " + e.getMessage());
            wanted.remove(cut);
            return false;
        }
    }

    private record Place(int cut, FeatureStore store) {}

    private boolean put(Place place, int[] rows, List<Tensor> columns, long computing) throws IOException {
        FeatureStore store = place.store();
        long started = System.nanoTime();
        store.put(rows, columns);
        Trial trial = trials.get(store);
        if (trial != null) {
            store.storage().force();
            trial.batches++;
            trial.writing += System.nanoTime() - started;
            trial.computing += computing;
            if (trial.batches >= TRIAL_BATCHES && trial.writing >= WORTH_JUDGING) {
                trials.remove(store);
                if (trial.writing > trial.computing) {
                    sayNot(place.cut(), "takes longer to read from the disk than to compute again");
                    wanted.remove(place.cut());
                    return false;
                }
            }
        }
        if (folder != null && store.isFull() && finished.add(store)) {
            folder.finished(name(place.cut()), store, Objects.requireNonNull(indexes.get(store)));
        }
        return true;
    }

    void close(FeatureStore store) {
        store.close();
        Long bytes = borrowed.remove(store);
        budget.giveBack(bytes == null ? 0 : bytes);
        trials.remove(store);
        finished.remove(store);
        indexes.remove(store);
    }

    private void sayNot(int cut, String why) {
        report.accept(
                "Frozen stages run for " + split + " examples in every epoch: what enters " + stage(cut) + " " + why);
    }

    private String name(int cut) {
        return split + "-" + stage(cut);
    }

    private String stage(int cut) {
        return Objects.requireNonNull(prefix).stage(cut);
    }

    private String key(int cut, IndexedSource data) {
        Set<String> stages = Set.copyOf(Objects.requireNonNull(prefix).before(cut));
        List<ParamStore.Entry> frozen = network.params().entries().stream()
                .filter(entry -> stages.contains(entry.stage()))
                .toList();
        return Sha256.of(
                network.name() + "\n" + Sha256.of(frozen) + "\n" + settings.half() + "\n" + data.fingerprint());
    }
}

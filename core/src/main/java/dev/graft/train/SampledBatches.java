package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A few batches of another source's first epoch, the same ones in every epoch unless each epoch makes new
/// ones of them. Where all examples have one shape these are the first; where they are sequences, the first
/// and others from among the longest to among the shortest.
final class SampledBatches implements IndexedSource {
    private final IndexedSource all;
    private final int[] picked; // ascending: only the last one of all may have another size
    private final int[] order;

    /// @param most at least 1
    SampledBatches(IndexedSource all, int most) {
        this.all = all;
        this.picked = picked(all, Math.min(most, all.batches()));
        int[] whole = all.order(0);
        this.order = Arrays.stream(picked)
                .flatMap(batch -> Arrays.stream(whole, all.start(batch), all.start(batch + 1)))
                .toArray();
    }

    private static int[] picked(IndexedSource all, int count) {
        if (all.lengths().length == 0 || count < 2) {
            return IntStream.range(0, count).toArray();
        }
        long[] positions = positions(all);
        int[] others = IntStream.range(1, positions.length)
                .boxed()
                .sorted(Comparator.comparingLong(batch -> -positions[batch]))
                .mapToInt(Integer::intValue)
                .toArray();
        IntStream spread =
                IntStream.range(0, count - 1).map(i -> others[(2 * i + 1) * others.length / (2 * count - 2)]);
        return IntStream.concat(IntStream.of(0), spread).sorted().toArray();
    }

    /// Of which these are some.
    IndexedSource all() {
        return all;
    }

    /// What an epoch of all batches takes: its first one as long as it took, with what is made once or at the
    /// beginning of an epoch, the others by their positions and the usual time for one.
    /// That is the median, because a machine may be busy for a moment.
    ///
    /// @param seconds that each of these batches took, in their order; 0 is the answer if there are none
    double epochSeconds(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return 0;
        }
        long[] positions = positions(all);
        double[] each = IntStream.range(1, seconds.size())
                .mapToDouble(i -> seconds.get(i) / positions[picked[i]])
                .sorted()
                .toArray();
        long others = Arrays.stream(positions).skip(1).sum();
        return seconds.getFirst() + (each.length == 0 ? 0 : each[each.length / 2] * others);
    }

    /// How much there is to compute in each batch of the first epoch: examples, times the length of the
    /// longest where examples are sequences.
    private static long[] positions(IndexedSource source) {
        int[] order = source.order(0);
        int[] lengths = source.lengths();
        return IntStream.range(0, source.batches())
                .mapToLong(batch -> {
                    int from = source.start(batch);
                    int to = source.start(batch + 1);
                    int longest = lengths.length == 0
                            ? 1
                            : Arrays.stream(order, from, to)
                                    .map(i -> lengths[i])
                                    .max()
                                    .orElse(1);
                    return (long) longest * (to - from);
                })
                .toArray();
    }

    @Override
    public int examples() {
        return order.length;
    }

    @Override
    public int batches() {
        return picked.length;
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public int batchSize() {
        return all.batchSize();
    }

    @Override
    public int[] order(int epoch) {
        return order.clone();
    }

    @Override
    public OptionalInt distinctViews() {
        return all.distinctViews().isPresent() ? OptionalInt.of(1) : OptionalInt.empty();
    }

    @Override
    public String fingerprint() {
        return "batches " + Arrays.toString(picked) + " of " + all.fingerprint();
    }

    @Override
    public int targets() {
        return all.targets();
    }

    @Override
    public int[] lengths() {
        return all.lengths();
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        return new Cursor(from);
    }

    /// Opens the other source anew only where batches are left out.
    private final class Cursor implements BatchCursor {
        private int next;
        private int at = -1; // number of the batch that `source` gives next
        private @Nullable BatchCursor source;

        Cursor(int from) {
            this.next = from;
        }

        @Override
        public @Nullable Batch next() {
            if (next == picked.length) {
                return null;
            }
            int batch = picked[next++];
            BatchCursor from = source;
            if (from == null || at != batch) {
                close();
                from = all.open(0, batch);
                source = from;
            }
            at = batch + 1;
            return from.next();
        }

        @Override
        public void close() {
            if (source != null) {
                source.close();
            }
        }
    }
}

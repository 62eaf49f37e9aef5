package dev.graft.data.text;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.Drawing;
import dev.graft.torch.Rng;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which texts share a batch. Where they are grouped, texts of like length do, so that little is padded, as
/// by HuggingFace's `LengthGroupedSampler`: a random order is cut into pieces of up to 50 batches, and each
/// piece is sorted by length. There, lengths fall from the beginning of a piece to its end; here, the batches
/// are given out in random order, after the one with the longest text, with which memory runs out at once or
/// never. Only the last batch may be smaller than the others.
///
/// @param lengths tokens of each text
/// @param shuffled a new order each epoch; otherwise texts stay in order or, grouped, go by length, the longest first
@SuppressWarnings("ArrayRecordComponent") // never compared
record LengthGroups(int[] lengths, int batchSize, boolean shuffled, long seed, boolean grouped) {
    private static final int MOST_BATCHES = 50;
    private static final int LEAST_PIECES = 4;
    private static final long ORDER = 1;
    private static final long BATCHES = 2;

    LengthGroups {
        if (batchSize < 1) {
            throw new IllegalArgumentException("loader: expected a batch of at least 1, found " + batchSize);
        }
    }

    int batches() {
        return Math.ceilDiv(lengths.length, batchSize);
    }

    /// Positions of texts in the order of an epoch.
    int[] order(int epoch) {
        int[] order = new int[lengths.length];
        Arrays.setAll(order, i -> i);
        if (shuffled) {
            Drawing.shuffle(order, Rng.mix(seed, ORDER, epoch));
        }
        if (!grouped) {
            return order;
        }
        if (!shuffled) {
            sort(order, 0, order.length);
            return order;
        }
        longestFirst(order);
        int most = Math.max(1, Math.min(order.length / batchSize / LEAST_PIECES, MOST_BATCHES)) * batchSize;
        for (int from = 0; from < order.length; from += most) {
            sort(order, from, Math.min(order.length, from + most));
        }
        return mixed(order, Rng.mix(seed, BATCHES, epoch));
    }

    /// So that it is in a full batch, if there is one.
    private void longestFirst(int[] order) {
        int longest = 0;
        for (int i = 1; i < order.length; i++) {
            longest = lengths[order[i]] > lengths[order[longest]] ? i : longest;
        }
        if (longest > 0) {
            int swapped = order[0];
            order[0] = order[longest];
            order[longest] = swapped;
        }
    }

    /// Longest first, and in the order they have where equal.
    private void sort(int[] order, int from, int to) {
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((long) (Integer.MAX_VALUE - lengths[order[from + i]]) << Integer.SIZE) | i;
        }
        Arrays.sort(keys);
        int[] sorted = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sorted[i] = order[from + (int) keys[i]];
        }
        System.arraycopy(sorted, 0, order, from, sorted.length);
    }

    /// Full batches in random order but for the first; what is left at the end stays there.
    private int[] mixed(int[] order, long chance) {
        int full = order.length / batchSize;
        int[] others = new int[Math.max(0, full - 1)];
        Arrays.setAll(others, i -> i + 1);
        Drawing.shuffle(others, chance);
        int[] mixed = order.clone();
        for (int i = 0; i < others.length; i++) {
            System.arraycopy(order, others[i] * batchSize, mixed, (i + 1) * batchSize, batchSize);
        }
        return mixed;
    }

    /// Share of an epoch's positions that hold no token, 0 … 1.
    double paddingShare(int epoch) {
        int[] order = order(epoch);
        long tokens = 0;
        long positions = 0;
        for (int from = 0; from < order.length; from += batchSize) {
            int to = Math.min(order.length, from + batchSize);
            int longest = 1;
            for (int i = from; i < to; i++) {
                tokens += lengths[order[i]];
                longest = Math.max(longest, lengths[order[i]]);
            }
            positions += (long) longest * (to - from);
        }
        return positions == 0 ? 0 : 1 - (double) tokens / positions;
    }

    /// The batches of an epoch.
    ///
    /// @param from number of the batch to begin with
    /// @param made makes a batch of the texts at some positions
    BatchCursor open(int epoch, int from, Function<int[], Batch> made) {
        if (epoch < 0 || from < 0 || from > batches()) {
            throw new IllegalArgumentException("loader: expected an epoch of at least 0 and a batch from 0 to "
                    + batches() + ", found epoch " + epoch + ", batch " + from);
        }
        int[] order = order(epoch);
        return new BatchCursor() {
            private int taken = from * batchSize;
            private boolean closed;

            @Override
            public @Nullable Batch next() {
                if (closed) {
                    throw new IllegalStateException("loader: this epoch is closed");
                }
                if (taken >= order.length) {
                    return null;
                }
                int end = Math.min(order.length, taken + batchSize);
                Batch batch = made.apply(Arrays.copyOfRange(order, taken, end));
                taken = end;
                return batch;
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}

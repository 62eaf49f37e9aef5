package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How often each value occurs in grey images of 16 bits, with a sign or without. It takes the same memory however
/// many images there are, and comes out the same however many threads count.
final class ValueHistogram {
    private static final int LOWEST = Short.MIN_VALUE;
    private static final int VALUES = 0xffff - LOWEST + 1;

    /// Values that are cut off at either end, one in so many.
    private static final long CUT = 1000;

    private final long[] counts = new long[VALUES];

    /// Counts every pixel of these files that can be read, on all cores.
    static ValueHistogram of(List<Path> files, long maxPixels) {
        ImageDecoder decoder = new ImageDecoder(1, maxPixels);
        ValueHistogram histogram = new ValueHistogram();
        files.parallelStream().forEach(file -> {
            try {
                if (decoder.open(file) instanceof DeepImage deep) {
                    histogram.add(deep);
                }
            } catch (DataException e) {
                // where only heads were looked at: whoever loads it says so
            }
        });
        return histogram;
    }

    private void add(DeepImage image) {
        int[] own = new int[VALUES];
        for (float value : image.values()) {
            own[(int) value - LOWEST]++;
        }
        synchronized (this) {
            for (int i = 0; i < VALUES; i++) {
                counts[i] += own[i];
            }
        }
    }

    /// From the 0.1 to the 99.9 percentile, as NumPy's `inverted_cdf`; from the lowest to the highest value where they
    /// are the same. Empty where all values are.
    Optional<ValueRange> range() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        if (total == 0) {
            return Optional.empty();
        }
        int low = atRank(Math.ceilDiv(total, CUT));
        int high = atRank(total - total / CUT);
        if (low == high) {
            low = atRank(1);
            high = atRank(total);
        }
        return low < high ? Optional.of(new ValueRange(low, high)) : Optional.empty();
    }

    /// The value that so many are at or below.
    private int atRank(long rank) {
        long below = 0;
        for (int i = 0; i < VALUES; i++) {
            below += counts[i];
            if (below >= rank) {
                return i + LOWEST;
            }
        }
        throw new IllegalStateException("values: fewer than " + rank);
    }
}

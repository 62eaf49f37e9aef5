package dev.graft.train;

/// Sums over the batches of an epoch.
final class Score {
    private double lossSum;
    private long right;
    private long examples;

    void add(double loss, long rightInBatch, int size) {
        lossSum += loss * size;
        right += rightInBatch;
        examples += size;
    }

    double loss() {
        return lossSum / Math.max(1, examples);
    }

    double accuracy() {
        return (double) right / Math.max(1, examples);
    }
}

package dev.graft.data;

/// A data set cut into batches, epoch after epoch. What an epoch holds, and in which order, depends on
/// the source's seed and the epoch's number alone.
public interface BatchSource {
    /// Examples in an epoch.
    int examples();

    /// Batches in an epoch.
    int batches();

    /// Starts an epoch. Close the cursor, also when not all batches were taken.
    ///
    /// @param epoch counted from 0
    default BatchCursor open(int epoch) {
        return open(epoch, 0);
    }

    /// Starts an epoch at its batch number `from`, as if the ones before had been taken.
    BatchCursor open(int epoch, int from);
}

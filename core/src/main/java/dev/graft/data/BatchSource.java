package dev.graft.data;

/// A data set cut into batches, epoch after epoch. What an epoch holds, and in which order, depends on
/// the source's seed and the epoch's number alone.
public interface BatchSource {
    /// Examples in an epoch.
    int examples();

    /// Batches in an epoch.
    int batches();

    /// How many batches there are where a last one of a single example joins the one before it, which then holds one
    /// more than the others.
    ///
    /// @param examples  in an epoch
    /// @param batchSize in a batch
    static int withoutLone(int examples, int batchSize) {
        return hasLone(examples, batchSize) ? examples / batchSize : Math.ceilDiv(examples, batchSize);
    }

    /// Whether the last batch would hold a single example, and there is one before it.
    static boolean hasLone(int examples, int batchSize) {
        return examples > batchSize && examples % batchSize == 1;
    }

    /// Starts an epoch. Close the cursor, also when not all batches were taken.
    ///
    /// @param epoch counted from 0
    default BatchCursor open(int epoch) {
        return open(epoch, 0);
    }

    /// Starts an epoch at its batch number `from`, as if the ones before had been taken.
    BatchCursor open(int epoch, int from);
}

package dev.graft.data;

import java.util.OptionalInt;

/// A batch source whose examples have positions in a data set, so that what was once made of one can be found again in
/// another epoch.
public interface IndexedSource extends BatchSource {
    /// Examples in the data set; an epoch may leave some out.
    int size();

    /// Examples in a batch that is full; the last one of an epoch may hold fewer, or more.
    int batchSize();

    /// Where a batch begins in an epoch's order.
    ///
    /// @param batch its number; the number of all batches for the end of the last one
    default int start(int batch) {
        return batch < batches() ? batch * batchSize() : examples();
    }

    /// Positions in the data set of an epoch's examples, in the order they are given out.
    ///
    /// @param epoch counted from 0
    int[] order(int epoch);

    /// How many views of an example there are over all epochs: 1 without chance; empty when each epoch makes a new
    /// one. With `n` of them, epochs `e` and `e + n` see the same.
    OptionalInt distinctViews();

    /// What decides the content of every example, as text: another data set, another file in it or other preprocessing
    /// gives another. It does not read the examples.
    String fingerprint();

    /// Tensors of targets in each batch.
    default int targets() {
        return 1;
    }

    /// How many positions each example of the data set has, where examples are sequences of different lengths and a
    /// batch is as long as its longest; empty where all examples have one shape.
    default int[] lengths() {
        return new int[0];
    }
}

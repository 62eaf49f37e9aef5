package dev.graft.data;

import java.util.List;

/// How examples come to a network as batches, in training and where it is judged.
///
/// @param <X> kind of example: an [dev.graft.data.ImageSource] or a [dev.graft.text.Text]
public interface Input<X> {
    /// What the examples are.
    Kind kind();

    /// Examples in a batch where nothing is said.
    default int usualBatch() {
        return kind().usualBatch();
    }

    /// Greatest norm of the gradients where nothing is said; 0 for any.
    default double usualClip() {
        return kind().usualClip();
    }

    /// How many random views of an example there are to learn from; 0 without chance, and where each epoch makes a new
    /// one.
    default int randomViews() {
        return 0;
    }

    /// To learn from, in a new order each epoch.
    ///
    /// @param batch     examples in a batch
    /// @param seed      decides the order, and what is random about an example
    /// @param joinsLone whether a last batch of one example joins the one before it
    IndexedSource training(Dataset<X> data, int batch, long seed, boolean joinsLone);

    /// To be judged by, without chance.
    IndexedSource validation(Dataset<X> data, int batch);

    /// To be answered: examples that nobody has labelled.
    Questions questions(List<X> examples, int batch);

    /// To be answered one at a time, as they come.
    Reading<X, ?> reading();

    /// The same for a whole run: what is read once is kept for later epochs, as far as memory allows.
    default Input<X> keeping() {
        return this;
    }

    /// What is to be said of data that are read so.
    default List<String> notes(Splits<X> data) {
        return List.of();
    }

    /// @param usual how examples come to the model where nothing else is said
    /// @throws IllegalArgumentException if this makes something of them that the model does not expect
    default void requireLike(Input<X> usual) {}

    /// @throws IllegalArgumentException if data cannot be read so
    default void requireFits(Splits<X> data) {}
}

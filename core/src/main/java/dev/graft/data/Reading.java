package dev.graft.data;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// The way of examples to a network one by one: each is read by itself, and some that were read become a batch.
///
/// @param <X> kind of example
/// @param <R> what it is read to, without native memory
public interface Reading<X, R> {
    /// Reads an example, on any thread.
    ///
    /// @throws DataException if it cannot be read
    R read(X example);

    /// What the network takes, in the scope that is open; a row for each.
    ///
    /// @param read at least one
    List<Tensor> batch(List<R> read);

    /// What it is called in an answer: a path, or the text itself.
    String name(X example);

    /// Whether the network takes no more of it than this, so that more may have been left out.
    boolean cut(R read);
}

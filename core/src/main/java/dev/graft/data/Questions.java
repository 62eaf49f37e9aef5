package dev.graft.data;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Examples without answers, on their way to a network, in batches. Close it, also when not all were taken.
public interface Questions extends AutoCloseable {
    /// Some of the examples, not always in their order.
    ///
    /// @param inputs what the network takes, in the scope that was open
    /// @param asked  what each row of it is
    record Some(List<Tensor> inputs, List<Asked> asked) {
        public Some {
            inputs = List.copyOf(inputs);
            asked = List.copyOf(asked);
        }
    }

    /// One example.
    ///
    /// @param position   its place among those that are asked about, from 0
    /// @param name       what it is called in an answer: a path, or the text itself
    /// @param cut        whether the network takes no more of it than this, so that more may have been left out
    /// @param unreadable why there can be no answer; empty where there can
    record Asked(int position, String name, boolean cut, Optional<String> unreadable) {}

    /// The next batch; null after the last.
    @Nullable
    Some next();

    @Override
    void close();
}

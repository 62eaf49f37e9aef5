package dev.graft.model;

import dev.graft.data.Fit;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.torch.Device;
import java.util.List;
import java.util.Optional;

/// What models start from, found before the data are looked at, which may take minutes. Close it when the model is
/// made.
///
/// @param <X> kind of example
public interface Start<X> extends AutoCloseable {
    /// Whether the weights are read, so that a model can be made for a try, and another for the task.
    boolean isRead();

    /// The same for a training of nothing but the head.
    default Start<X> withFrozenBackbone() {
        return this;
    }

    /// The same for images that become squares so.
    default Start<X> withFit(Fit fit) {
        return this;
    }

    /// A model with a new head.
    ///
    /// @param labels names of the outputs: classes, or numbers for a regression
    /// @param range  which values of grey images with more than 8 bits are black and white, where the choice
    ///     does not say it; empty where there are none
    /// @throws dev.graft.weights.WeightsException if the weights are of another model
    Model<X> model(Task task, List<String> labels, Optional<ValueRange> range, Device device);

    /// A model with a new head for the labels of a data set.
    ///
    /// @throws dev.graft.weights.WeightsException if the weights are of another model
    default Model<X> model(Splits<X> data, Device device) {
        return model(data.task(), data.labels(), data.range(), device);
    }

    @Override
    void close();
}

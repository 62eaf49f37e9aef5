package dev.graft.weights;

import java.io.IOException;
import org.bytedeco.pytorch.Tensor;

/// Where a file keeps the memory of its tensors.
interface Storages {
    /// The whole storage as a flat tensor of its type, in the caller's scope.
    ///
    /// @throws WeightsException if it is not there or has another size than the pickle says
    Tensor read(StorageRef storage) throws IOException;
}

package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/// Moves batches to the device a network lives on.
final class Placement {
    private Placement() {}

    static Batch on(Device device, Batch batch) {
        if (device.isCpu()) {
            return batch;
        }
        return new Batch(
                batch.inputs().stream().map(tensor -> on(device, tensor)).toList(), on(device, batch.targets()));
    }

    private static Tensor on(Device device, Tensor tensor) {
        return tensor.to(device.nativeDevice(), Tensors.type(tensor));
    }
}

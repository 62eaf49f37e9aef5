package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.torch.Device;

/// Moves batches to the device a network lives on.
final class Placement {
    private Placement() {}

    static Batch on(Device device, Batch batch) {
        if (device.isCpu()) {
            return batch;
        }
        return new Batch(
                batch.inputs().stream().map(device::place).toList(),
                batch.targets().stream().map(device::place).toList());
    }
}

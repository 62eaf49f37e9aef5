package dev.graft.zoo;

import dev.graft.nn.Network;
import dev.graft.torch.Device;

/// Makes a network of one architecture: its stages, and its tensors on `device`, all zeros.
@FunctionalInterface
interface Builder {
    Network build(String name, NetworkOptions options, Device device);
}

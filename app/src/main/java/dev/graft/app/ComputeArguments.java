package dev.graft.app;

import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about what computes.
final class ComputeArguments {
    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute. Default: one per core.")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "Where to compute: cpu, cuda, cuda:N or auto. Default: ${DEFAULT-VALUE}.")
    private String device = "";

    int threads() {
        return threads != null ? threads : Threads.available();
    }

    String device() {
        return device;
    }

    /// Uses so many threads from now on.
    ///
    /// @return where tensors live
    /// @throws IllegalArgumentException if the number or the device is none
    Device start() {
        Threads.set(threads());
        return Device.parse(device);
    }
}

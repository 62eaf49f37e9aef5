package dev.graft.torch;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// While open, matrix products and convolutions on this thread run in a 16-bit type and the operators that
/// need it in float32, as `torch.autocast` does. Parameters stay float32. Open it around the forward pass
/// and the loss, not around the backward pass.
///
/// bfloat16 needs nothing more; float16 on a GPU needs its loss scaled, or small gradients become zero.
/// ```java
/// try (Autocast half = Autocast.open(Device.CPU, ScalarType.BFloat16)) {
///     loss = …
/// }
/// loss.backward();
/// ```
public final class Autocast implements AutoCloseable {
    private final DeviceType device;
    private final boolean enabledBefore;
    private final ScalarType typeBefore;

    private Autocast(DeviceType device) {
        this.device = device;
        this.enabledBefore = torch.is_autocast_enabled(device);
        this.typeBefore = torch.get_autocast_dtype(device).intern();
    }

    /// Switches it on for this thread; close it on the same one.
    ///
    /// @throws IllegalArgumentException if the type is neither bfloat16 nor float16
    public static Autocast open(Device device, ScalarType type) {
        if (type != ScalarType.BFloat16 && type != ScalarType.Half) {
            throw new IllegalArgumentException(
                    "autocast: expected bfloat16 or float16, found " + Tensors.typeName(type));
        }
        Engine.start();
        Autocast autocast = new Autocast(device.isCpu() ? DeviceType.CPU : DeviceType.CUDA);
        torch.set_autocast_enabled(autocast.device, true);
        torch.set_autocast_dtype(autocast.device, type);
        torch.increment_nesting();
        return autocast;
    }

    /// Back to what was before. The outermost one also forgets the cached casts of the parameters, which the
    /// next step changes.
    @Override
    public void close() {
        torch.set_autocast_enabled(device, enabledBefore);
        torch.set_autocast_dtype(device, typeBefore);
        if (torch.decrement_nesting() == 0) {
            torch.clear_cache();
        }
    }
}

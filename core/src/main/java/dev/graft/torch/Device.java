package dev.graft.torch;

import java.util.Locale;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Where tensors live and operators run.
///
/// @param kind  cpu or cuda
/// @param index which one of them; always 0 for the CPU
public record Device(Kind kind, int index) {
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final boolean NOT_WAITING = true;

    /// The kinds of device Graft runs on.
    public enum Kind {
        CPU,
        CUDA
    }

    public Device {
        if (index < 0 || (kind == Kind.CPU && index != 0)) {
            throw new IllegalArgumentException("device: no " + kind + " with index " + index);
        }
    }

    /// Reads `cpu`, `cuda`, `cuda:1` or `auto` (a GPU where there is one, else the CPU).
    ///
    /// @throws IllegalArgumentException if the text is none of these, or asks for a GPU that is not there
    public static Device parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "cpu" -> CPU;
            case "auto" -> cudaAvailable() ? new Device(Kind.CUDA, 0) : CPU;
            case "cuda" -> cuda(0);
            default -> {
                if (!name.matches("cuda:\\d{1,3}")) {
                    throw new IllegalArgumentException(
                            "device: expected cpu, cuda, cuda:N or auto, found '" + text + "'");
                }
                yield cuda(Integer.parseInt(name.substring(5)));
            }
        };
    }

    /// Whether libtorch was built with CUDA and finds a GPU.
    public static boolean cudaAvailable() {
        Engine.start();
        return torch.cuda_is_available();
    }

    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /// libtorch's name of this device, to pass to its operators.
    public org.bytedeco.pytorch.Device nativeDevice() {
        Engine.start();
        return switch (kind) {
            case CPU -> new org.bytedeco.pytorch.Device(torch.DeviceType.CPU);
            case CUDA -> new org.bytedeco.pytorch.Device(torch.DeviceType.CUDA, (byte) index);
        };
    }

    /// A tensor on this device: the same one if it is there, else a copy. One to a GPU goes through page-locked
    /// memory and is not waited for: what the GPU does with it comes after it, and the CPU goes on. libtorch keeps
    /// such memory until it was copied, and uses it again.
    public Tensor place(Tensor tensor) {
        if (isCpu()) {
            return tensor.cpu();
        }
        Tensor source = tensor.is_cuda() ? tensor : tensor.pin_memory();
        return source.to(nativeDevice(), Tensors.type(tensor), NOT_WAITING, false, new MemoryFormatOptional());
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }

    private static Device cuda(int index) {
        if (!cudaAvailable()) {
            throw new IllegalArgumentException("device: cuda was requested but no GPU was found; use --device cpu,"
                    + " or build with -Pgpu on a machine with CUDA 13.1 and cuDNN 9 (see `graft doctor`)");
        }
        int found = torch.cuda_device_count();
        if (index >= found) {
            throw new IllegalArgumentException(
                    "device: cuda:" + index + " was requested but " + found + (found == 1 ? " GPU was" : " GPUs were")
                            + " found, counted from 0; use cuda:" + (found - 1) + " or --device cpu");
        }
        return new Device(Kind.CUDA, index);
    }
}

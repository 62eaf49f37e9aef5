package dev.graft.nn;

import org.bytedeco.pytorch.Tensor;

/// Told what enters the batch norms of a pass, in their order, on the thread that computes.
@FunctionalInterface
public interface NormWatch {
    /// @param norm     path of the batch norm
    /// @param x        what enters it, `[N, C, H, W]`; freed afterwards
    /// @param mean     that it knows of each channel, `[C]`
    /// @param variance that it knows of each channel, `[C]`
    void on(String norm, Tensor x, Tensor mean, Tensor variance);
}

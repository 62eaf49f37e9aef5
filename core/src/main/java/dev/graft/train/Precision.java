package dev.graft.train;

/// The type the forward pass computes in; weights and optimizer state stay float32.
public enum Precision {
    /// float32 throughout.
    FP32,
    /// Autocast to bfloat16: fast on recent GPUs and on CPUs with AMX or AVX-512 BF16.
    BF16,
    /// Autocast to float16 with loss scaling; GPUs only.
    FP16
}

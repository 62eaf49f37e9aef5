package dev.graft.nn;

/// A batch norm that follows a convolution: an argument of [Layers#convNorm(ParamPath, Norm, Conv2d, Activation)].
///
/// @param path    where its tensors are
/// @param epsilon is added to the variance before its root divides, above 0
public record Norm(ParamPath path, double epsilon) {
    /// PyTorch's default.
    public static final double EPSILON = 1e-5;

    public Norm {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("norm: expected an epsilon above 0, found " + epsilon);
        }
    }

    /// With PyTorch's default epsilon.
    public static Norm of(ParamPath path) {
        return new Norm(path, EPSILON);
    }
}

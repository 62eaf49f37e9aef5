package dev.graft.nn;

import org.bytedeco.pytorch.Tensor;

/// The tensors of a batch norm, each `[channels]`.
record BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance) {
    static final double EPSILON = 1e-5;
}

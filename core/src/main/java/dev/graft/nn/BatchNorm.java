package dev.graft.nn;

import org.bytedeco.pytorch.Tensor;

/// The tensors of a batch norm, each `[channels]`.
///
/// @param epsilon is added to the variance before its root divides
record BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon) {}

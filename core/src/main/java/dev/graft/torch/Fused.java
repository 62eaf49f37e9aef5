package dev.graft.torch;

import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The operators that work on all parameters of a group in one call: optimizer steps, and what is done to
/// gradients before one.
///
/// The lists are [Ops#tensors] values of equal length and order. A list may be made once, kept, and passed
/// again and again. Elements of one position must lie in memory the same way: the kernels walk them as flat
/// arrays. Gradients must be off.
public final class Fused {
    private Fused() {}

    /// The tensors of an Adam step.
    ///
    /// @param steps one float32 scalar a parameter: the number of this step, counted from 1
    public record AdamTensors(IValue params, IValue grads, IValue expAvgs, IValue expAvgSqs, IValue steps) {}

    /// The numbers of an Adam step.
    public record AdamNumbers(double learningRate, double weightDecay, double beta1, double beta2, double eps) {}

    /// The numbers of an SGD step. Momentum 0 keeps no buffers.
    public record SgdNumbers(double learningRate, double weightDecay, double momentum, boolean nesterov) {}

    /// Adam with L2 weight decay, in place: `torch.optim.Adam(fused=True)`.
    public static void adam(AdamTensors tensors, AdamNumbers numbers) {
        adam("aten::_fused_adam_", tensors, numbers);
    }

    /// Adam with decoupled weight decay, in place: `torch.optim.AdamW(fused=True)`.
    public static void adamW(AdamTensors tensors, AdamNumbers numbers) {
        adam("aten::_fused_adamw_", tensors, numbers);
    }

    /// SGD without dampening, in place: `torch.optim.SGD(fused=True)`.
    ///
    /// @param buffers momentum buffers, zeros before their first step; an empty list when momentum is 0
    public static void sgd(IValue params, IValue grads, IValue buffers, SgdNumbers numbers) {
        try (Scope scope = Scope.open()) {
            Ops.call(
                    "aten::_fused_sgd_",
                    params,
                    grads,
                    buffers,
                    Ops.number(numbers.weightDecay),
                    Ops.number(numbers.momentum),
                    Ops.number(numbers.learningRate),
                    Ops.number(0), // dampening
                    Ops.flag(numbers.nesterov),
                    Ops.flag(false), // maximize
                    Ops.flag(false), // first step: the same as buffers of zeros when there is no dampening
                    Ops.none(), // gradient scale
                    Ops.none()); // found inf
        }
    }

    /// Adds a number to every element of every tensor, in place.
    public static void add(IValue tensors, double number) {
        try (Scope scope = Scope.open()) {
            Ops.call("aten::_foreach_add_.Scalar", tensors, Ops.number(number));
        }
    }

    /// Multiplies every element of every tensor, in place.
    public static void multiply(IValue tensors, double factor) {
        try (Scope scope = Scope.open()) {
            Ops.call("aten::_foreach_mul_.Scalar", tensors, Ops.number(factor));
        }
    }

    /// Moves every tensor towards the one of its position in `ends`, in place: `torch._foreach_lerp_`.
    ///
    /// @param share of the way, in 0…1
    public static void lerp(IValue tensors, IValue ends, double share) {
        try (Scope scope = Scope.open()) {
            Ops.call("aten::_foreach_lerp_.Scalar", tensors, ends, Ops.number(share));
        }
    }

    /// Copies every tensor from the one of its position in `sources`, in place.
    public static void copy(IValue tensors, IValue sources) {
        try (Scope scope = Scope.open()) {
            Ops.call("aten::_foreach_copy_", tensors, sources, Ops.flag(false)); // may not return early
        }
    }

    /// The Euclidean norm of all tensors as if they were one vector; 0 for none.
    public static double norm(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return 0;
        }
        try (Scope scope = Scope.open()) {
            TensorVector norms = Ops.call("aten::_foreach_norm.Scalar", Ops.tensors(tensors), Ops.number(2), Ops.none())
                    .get(0)
                    .toTensorVector();
            return torch.linalg_vector_norm(torch.stack(norms)).item_double();
        }
    }

    /// Divides all gradients by `scale`, in place, and looks at every element on the way.
    ///
    /// @return whether all of them are finite
    public static boolean unscale(List<Tensor> grads, double scale) {
        if (grads.isEmpty()) {
            return true;
        }
        try (Scope scope = Scope.open()) {
            Tensor foundInf = grads.getFirst().new_zeros(1);
            Tensor inverse = grads.getFirst().new_zeros(1).fill_(new Scalar(1 / scale));
            Ops.call(
                    "aten::_amp_foreach_non_finite_check_and_unscale_",
                    Ops.tensors(grads),
                    Ops.tensor(foundInf),
                    Ops.tensor(inverse));
            return foundInf.item_double() == 0;
        }
    }

    private static void adam(String operator, AdamTensors tensors, AdamNumbers numbers) {
        try (Scope scope = Scope.open()) {
            Ops.call(
                    operator,
                    tensors.params,
                    tensors.grads,
                    tensors.expAvgs,
                    tensors.expAvgSqs,
                    Ops.tensors(List.of()), // max_exp_avg_sqs
                    tensors.steps,
                    Ops.number(numbers.learningRate),
                    Ops.number(numbers.beta1),
                    Ops.number(numbers.beta2),
                    Ops.number(numbers.weightDecay),
                    Ops.number(numbers.eps),
                    Ops.flag(false), // amsgrad
                    Ops.flag(false), // maximize
                    Ops.none(), // gradient scale
                    Ops.none()); // found inf
        }
    }
}

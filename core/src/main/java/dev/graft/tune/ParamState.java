package dev.graft.tune;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// What an optimizer keeps for one parameter, zeros at first. Lives until it is released.
final class ParamState {
    static final String EXP_AVG = "exp_avg";
    static final String EXP_AVG_SQ = "exp_avg_sq";

    /// Steps taken.
    static final String STEP = "step";

    static final String MOMENTUM_BUFFER = "momentum_buffer";

    /// What Adam and AdamW keep.
    static final List<String> ADAM = List.of(EXP_AVG, EXP_AVG_SQ, STEP);

    private final ParamStore.Entry entry;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    ParamState(ParamStore.Entry entry, List<String> kinds) {
        this.entry = entry;
        try (Scope scope = Scope.open()) {
            for (String kind : kinds) {
                tensors.put(kind, Scope.keep(zeros(kind)));
            }
        }
    }

    ParamStore.Entry entry() {
        return entry;
    }

    String name() {
        return entry.name();
    }

    /// By kind, in the order of [OptimizerSettings#stateKinds()].
    Map<String, Tensor> tensors() {
        return tensors;
    }

    Tensor tensor(String kind) {
        Tensor tensor = tensors.get(kind);
        if (tensor == null) {
            throw new IllegalArgumentException(name() + ": no optimizer state named " + kind);
        }
        return tensor;
    }

    boolean hasGradient() {
        return entry.tensor().grad().defined();
    }

    /// The gradient, laid out in memory as the parameter is. Autograd does so itself; gradients that were
    /// put there by hand need not.
    Tensor gradient() {
        Tensor grad = entry.tensor().grad();
        Tensor parameter = entry.tensor();
        boolean alike =
                parameter.is_contiguous() ? grad.is_contiguous() : Arrays.equals(strides(parameter), strides(grad));
        return alike ? grad : torch.empty_like(parameter).copy_(grad);
    }

    void dropGradient() {
        entry.tensor().mutable_grad().reset();
    }

    /// @throws IllegalArgumentException if `saved` lacks a tensor or has one of another shape
    void requireFits(Map<String, Tensor> saved) {
        tensors.forEach((kind, tensor) -> {
            Tensor found = saved.get(kind + "/" + name());
            String expected = Tensors.describe(Tensors.shape(tensor));
            if (found == null || !expected.equals(Tensors.describe(Tensors.shape(found)))) {
                throw new IllegalArgumentException("optimizer state " + kind + "/" + name() + ": expected " + expected
                        + ", found " + (found == null ? "nothing" : Tensors.describe(Tensors.shape(found)))
                        + "; the state belongs to another network or is incomplete");
            }
        });
    }

    void restore(Map<String, Tensor> saved) {
        tensors.forEach((kind, tensor) -> restore(tensor, saved.get(kind + "/" + name())));
    }

    void release() {
        tensors.values().forEach(Scope::release);
    }

    private static void restore(Tensor tensor, @Nullable Tensor saved) {
        if (saved == null) {
            tensor.zero_();
        } else {
            tensor.copy_(saved);
        }
    }

    private Tensor zeros(String kind) {
        if (kind.equals(STEP)) {
            // a scalar, and float32 whatever the parameter is: bfloat16 cannot count past 256
            return Tensors.zeros(ScalarType.Float).to(entry.tensor().device(), ScalarType.Float);
        }
        return torch.zeros_like(entry.tensor()).detach();
    }

    private static long[] strides(Tensor tensor) {
        long[] strides = new long[(int) tensor.dim()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = tensor.stride(i);
        }
        return strides;
    }
}

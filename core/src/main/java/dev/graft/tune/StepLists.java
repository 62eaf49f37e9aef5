package dev.graft.tune;

import dev.graft.torch.Fused;
import dev.graft.torch.Ops;
import dev.graft.torch.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;

/// The lists a fused operator takes that are the same from step to step: parameters and state. Gradients
/// are new tensors every time and are not among them.
final class StepLists {
    private final List<ParamState> moving;
    private final IValue params;
    private final Map<String, IValue> state = new LinkedHashMap<>();

    StepLists(List<ParamState> moving, List<String> kinds) {
        this.moving = moving;
        this.params = Scope.keep(
                Ops.tensors(moving.stream().map(s -> s.entry().tensor()).toList()));
        for (String kind : kinds) {
            state.put(
                    kind,
                    Scope.keep(
                            Ops.tensors(moving.stream().map(s -> s.tensor(kind)).toList())));
        }
    }

    /// Whether these are the lists for exactly these parameters.
    boolean areFor(List<ParamState> others) {
        return moving.equals(others);
    }

    IValue params() {
        return params;
    }

    /// An empty list for a kind that is not kept.
    IValue state(String kind) {
        IValue list = state.get(kind);
        return list == null ? Ops.tensors(List.of()) : list;
    }

    /// With the step counts one up, as the Adam operators expect them.
    Fused.AdamTensors counted(IValue grads) {
        IValue steps = state(ParamState.STEP);
        Fused.add(steps, 1);
        return new Fused.AdamTensors(params, grads, state(ParamState.EXP_AVG), state(ParamState.EXP_AVG_SQ), steps);
    }

    void release() {
        Scope.release(params);
        state.values().forEach(Scope::release);
    }
}

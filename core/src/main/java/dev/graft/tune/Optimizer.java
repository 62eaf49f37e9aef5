package dev.graft.tune;

import static java.util.Objects.requireNonNull;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Fused;
import dev.graft.torch.Ops;
import dev.graft.torch.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Steps groups of parameters, each group in one fused call, and keeps what that needs between steps.
///
/// State belongs to a parameter's name, not to its group, so it survives a change of groups. A parameter that
/// leaves all groups loses its state and its gradient; from then on nothing here moves it. One that joins
/// starts at zero state, with a step count of its own.
/// ```java
/// try (Optimizer optimizer = new Optimizer(OptimizerSettings.adamW(), groups)) {
///     optimizer.zeroGrad();
///     loss.backward();
///     optimizer.step(Map.of("backbone", 1e-4, "head", 1e-3));
/// }
/// ```
public final class Optimizer implements AutoCloseable {
    /// What became of a saved state.
    ///
    /// @param restored parameters whose state was loaded
    /// @param fresh    trained parameters the saved state knows nothing of: they start at zero state
    /// @param ignored  saved parameters that are in no group now
    public record Restored(List<String> restored, List<String> fresh, List<String> ignored) {
        public Restored {
            restored = List.copyOf(restored);
            fresh = List.copyOf(fresh);
            ignored = List.copyOf(ignored);
        }
    }

    private final OptimizerSettings settings;
    private final Map<String, ParamState> states = new LinkedHashMap<>();
    private final Map<String, StepLists> lists = new HashMap<>();
    private List<ParamGroup> groups = List.of();

    /// @throws IllegalArgumentException if two groups share a name or a parameter
    public Optimizer(OptimizerSettings settings, List<ParamGroup> groups) {
        this.settings = settings;
        requireDisjoint(groups);
        this.groups = List.copyOf(groups);
        groups.forEach(group -> group.entries().forEach(this::join));
    }

    public OptimizerSettings settings() {
        return settings;
    }

    public List<ParamGroup> groups() {
        return groups;
    }

    /// Trains these groups from now on. Parameters that stay keep their state, in whichever group they are now.
    /// Gradients of parameters that leave or join are dropped: they belong to a time when another plan held.
    ///
    /// @throws IllegalArgumentException if two groups share a name or a parameter; nothing has changed then
    public void regroup(List<ParamGroup> next) {
        requireDisjoint(next);
        forgetLists();
        Set<String> trained = new HashSet<>();
        for (ParamGroup group : next) {
            for (ParamStore.Entry entry : group.entries()) {
                trained.add(entry.name());
                if (!states.containsKey(entry.name())) {
                    join(entry).dropGradient();
                }
            }
        }
        for (ParamState state : List.copyOf(states.values())) {
            if (!trained.contains(state.name())) {
                states.remove(state.name());
                state.dropGradient();
                state.release();
            }
        }
        groups = List.copyOf(next);
    }

    /// One step down the gradients. Parameters without a gradient are passed over: they neither move nor decay,
    /// and their step count stays.
    ///
    /// @param learningRates one for each group, by its name
    /// @throws IllegalArgumentException if a group has none
    public void step(Map<String, Double> learningRates) {
        step(learningRates, OptionalDouble.empty());
    }

    /// [#step(Map)] with another momentum (for Adam and AdamW: beta1) than the settings say, as one-cycle schedules
    /// move it. An optimizer without momentum takes no notice.
    ///
    /// @param momentum at least 0, below 1; empty for the settings'
    public void step(Map<String, Double> learningRates, OptionalDouble momentum) {
        for (ParamGroup group : groups) {
            if (!learningRates.containsKey(group.name())) {
                throw new IllegalArgumentException(
                        "group " + group.name() + ": no learning rate, only for " + learningRates.keySet());
            }
        }
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamGroup group : groups) {
                step(group, learningRates.getOrDefault(group.name(), Double.NaN), momentum);
            }
        }
    }

    /// Sets all gradients to none.
    public void zeroGrad() {
        states.values().forEach(ParamState::dropGradient);
    }

    /// The whole state, to save: `exp_avg/fc.weight`, `exp_avg_sq/fc.weight`, `step/fc.weight`, … in the order
    /// of the groups. These are the live tensors: copy what must not change with the next step.
    public Map<String, Tensor> state() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (ParamGroup group : groups) {
            for (ParamState state : statesOf(group)) {
                state.tensors().forEach((kind, tensor) -> named.put(kind + "/" + state.name(), tensor));
            }
        }
        return named;
    }

    /// Takes over a saved state. Training then goes on as if it had never stopped.
    ///
    /// @param saved what [#state()] gave
    /// @return which parameters it was for
    /// @throws IllegalArgumentException if it is the state of another optimizer, or a tensor is missing or has
    ///     another shape; nothing has changed then
    public Restored load(Map<String, Tensor> saved) {
        Set<String> unclaimed = parametersIn(saved);
        List<String> restored = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        for (ParamState state : states.values()) {
            if (unclaimed.remove(state.name())) {
                state.requireFits(saved);
                restored.add(state.name());
            } else {
                fresh.add(state.name());
            }
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            states.values().forEach(state -> state.restore(saved));
        }
        return new Restored(restored, fresh, List.copyOf(unclaimed));
    }

    /// Frees the state at once.
    @Override
    public void close() {
        forgetLists();
        states.values().forEach(ParamState::release);
        states.clear();
        groups = List.of();
    }

    private void step(ParamGroup group, double learningRate, OptionalDouble momentum) {
        Map<Double, List<ParamState>> moving = statesOf(group).stream()
                .filter(ParamState::hasGradient)
                .collect(Collectors.groupingBy(
                        state -> group.weightDecayOf(state.entry()), LinkedHashMap::new, Collectors.toList()));
        moving.forEach((decay, states) ->
                step(listsFor(group.name() + " " + decay, states), states, learningRate, decay, momentum));
    }

    private void step(
            StepLists kept, List<ParamState> moving, double learningRate, double decay, OptionalDouble momentum) {
        IValue grads = Ops.tensors(moving.stream().map(ParamState::gradient).toList());
        switch (settings) {
            case OptimizerSettings.Solve s -> throw new IllegalStateException("a head that is solved takes no steps");
            case OptimizerSettings.Sgd s ->
                Fused.sgd(
                        kept.params(),
                        grads,
                        kept.state(ParamState.MOMENTUM_BUFFER),
                        new Fused.SgdNumbers(
                                learningRate,
                                decay,
                                s.momentum() == 0 ? 0 : momentum.orElse(s.momentum()),
                                s.nesterov()));
            case OptimizerSettings.Adam s ->
                Fused.adam(
                        kept.counted(grads),
                        new Fused.AdamNumbers(learningRate, decay, momentum.orElse(s.beta1()), s.beta2(), s.eps()));
            case OptimizerSettings.AdamW s ->
                Fused.adamW(
                        kept.counted(grads),
                        new Fused.AdamNumbers(learningRate, decay, momentum.orElse(s.beta1()), s.beta2(), s.eps()));
        }
    }

    /// The lists of the last step of this part of a group, unless other parameters have a gradient now.
    private StepLists listsFor(String part, List<ParamState> moving) {
        StepLists last = lists.get(part);
        if (last != null && last.areFor(moving)) {
            return last;
        }
        if (last != null) {
            last.release();
        }
        StepLists fresh = new StepLists(moving, settings.stateKinds());
        lists.put(part, fresh);
        return fresh;
    }

    private void forgetLists() {
        lists.values().forEach(StepLists::release);
        lists.clear();
    }

    private ParamState join(ParamStore.Entry entry) {
        ParamState state = new ParamState(entry, settings.stateKinds());
        states.put(entry.name(), state);
        return state;
    }

    private List<ParamState> statesOf(ParamGroup group) {
        return group.entries().stream()
                .map(entry -> requireNonNull(states.get(entry.name())))
                .toList();
    }

    private Set<String> parametersIn(Map<String, Tensor> saved) {
        Set<String> parameters = new LinkedHashSet<>();
        for (String name : saved.keySet()) {
            int slash = name.indexOf('/');
            if (slash < 0 || !settings.stateKinds().contains(name.substring(0, slash))) {
                throw new IllegalArgumentException("optimizer state " + name + ": " + settings + " keeps "
                        + settings.stateKinds() + "; the state belongs to another optimizer");
            }
            parameters.add(name.substring(slash + 1));
        }
        return parameters;
    }

    private static void requireDisjoint(List<ParamGroup> groups) {
        Set<String> names = new HashSet<>();
        Map<String, String> groupOf = new HashMap<>();
        for (ParamGroup group : groups) {
            if (!names.add(group.name())) {
                throw new IllegalArgumentException("optimizer: two groups are named " + group.name());
            }
            for (ParamStore.Entry entry : group.entries()) {
                String other = groupOf.put(entry.name(), group.name());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "optimizer: " + entry.name() + " is in group " + other + " and in group " + group.name());
                }
            }
        }
    }
}

package dev.graft.train;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The average of a network's weights on the way, beside the live ones. It holds only what has trained: the rest is
/// the same in both.
final class WeightAverage implements AutoCloseable {
    private final ParamStore params;
    private final Averaging averaging;
    private final Map<String, Tensor> averages = new LinkedHashMap<>();
    private Optional<Parts> parts = Optional.empty();

    /// What is averaged, and what is only kept in step with the live network.
    private record Parts(TensorPairs averaged, TensorPairs copied) {
        void close() {
            averaged.close();
            copied.close();
        }
    }

    WeightAverage(ParamStore params, Averaging averaging) {
        this.params = params;
        this.averaging = averaging;
    }

    /// Before an epoch: what trains from now on is in the average from now on.
    ///
    /// @param epoch  counted from 0
    /// @param trains whether training may change a tensor
    void startEpoch(int epoch, Predicate<ParamStore.Entry> trains) {
        boolean on = switch (averaging) {
            case Averaging.None() -> false;
            case Averaging.Ema ema -> true;
            case Averaging.Swa(int fromEpoch) -> epoch >= fromEpoch;
        };
        if (on) {
            try (Scope scope = Scope.open();
                    NoGradGuard guard = new NoGradGuard()) {
                params.entries().stream()
                        .filter(trains)
                        .filter(entry -> !averages.containsKey(entry.name()))
                        .forEach(entry -> add(entry.name(), entry.tensor()));
            }
        }
    }

    /// @param step of the whole training, counted from 0
    void afterStep(long step) {
        if (averaging instanceof Averaging.Ema ema) {
            follow(1 - ema.decayAt(step));
        }
    }

    /// @param epoch counted from 0
    void afterEpoch(int epoch) {
        if (averaging instanceof Averaging.Swa(int fromEpoch) && epoch >= fromEpoch) {
            follow(1.0 / (epoch - fromEpoch + 1));
        }
    }

    /// Whether there is no average yet, and the live weights are the model.
    boolean isEmpty() {
        return averages.isEmpty();
    }

    /// Stages of which something is averaged.
    Set<String> stages() {
        return averages.keySet().stream()
                .map(name -> params.entry(name).stage())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Stages of which something is averaged whose BatchNorm statistics belong to no average: they must be measured.
    Set<String> unmeasured() {
        return averaging instanceof Averaging.Swa ? stages() : Set.of();
    }

    /// Puts the average in the place of the live weights, and them in its place; a second time puts both back.
    void exchange() {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            averages.forEach((name, average) -> {
                Tensor live = params.get(name);
                Tensor held = live.clone();
                live.copy_(average);
                average.copy_(held);
            });
        }
    }

    /// By name, for a checkpoint.
    Map<String, Tensor> tensors() {
        return averages;
    }

    /// Takes the tensors of a checkpoint, as copies.
    void load(Map<String, Tensor> saved) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            saved.forEach((name, tensor) -> add(name, params.get(name)).copy_(tensor));
        }
    }

    private Tensor add(String name, Tensor start) {
        close(parts);
        parts = Optional.empty();
        Tensor average = Scope.keep(start.detach().clone());
        averages.put(name, average);
        return average;
    }

    private void follow(double share) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            if (parts.isEmpty()) {
                parts = Optional.of(new Parts(pairs(this::isAveraged), pairs(entry -> !isAveraged(entry))));
            }
            parts.get().averaged().follow(share);
            parts.get().copied().copy();
        }
    }

    /// timm averages floating buffers too, torch only parameters; integers are never averaged.
    private boolean isAveraged(ParamStore.Entry entry) {
        return entry.isParameter()
                || averaging instanceof Averaging.Ema && Tensors.type(entry.tensor()) != ScalarType.Long;
    }

    private TensorPairs pairs(Predicate<ParamStore.Entry> which) {
        List<Tensor> live = new ArrayList<>();
        List<Tensor> kept = new ArrayList<>();
        averages.forEach((name, average) -> {
            ParamStore.Entry entry = params.entry(name);
            if (which.test(entry)) {
                live.add(entry.tensor());
                kept.add(average);
            }
        });
        return new TensorPairs(live, kept);
    }

    private static void close(Optional<Parts> parts) {
        parts.ifPresent(Parts::close);
    }

    @Override
    public void close() {
        close(parts);
        parts = Optional.empty();
        averages.values().forEach(Scope::release);
        averages.clear();
    }
}

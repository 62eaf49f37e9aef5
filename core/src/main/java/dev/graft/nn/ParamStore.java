package dev.graft.nn;

import dev.graft.torch.Device;
import dev.graft.torch.Engine;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// The ordered map from name to tensor that is a network's whole state: parameters and buffers, in
/// the order of PyTorch's `state_dict()`.
///
/// Tensors live on one device for as long as the store. They start as zeros; [#initialize(long)] or a
/// weights file gives them values.
public final class ParamStore implements AutoCloseable {
    /// What a tensor is to training.
    public enum Kind {
        /// Trained when a group names it.
        PARAMETER,
        /// Kept with the weights and never trained, such as BatchNorm statistics.
        BUFFER
    }

    /// One named tensor.
    ///
    /// @param name   as in PyTorch's state dict
    /// @param stage  the name of the stage it belongs to
    /// @param kind   parameter or buffer
    /// @param tensor the values; the same tensor for the life of the store
    /// @param init   how it is filled when training from nothing
    public record Entry(String name, String stage, Kind kind, Tensor tensor, Init init) {
        public boolean isParameter() {
            return kind == Kind.PARAMETER;
        }
    }

    private final Device device;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Pointer> owned = new ArrayList<>();
    private final List<Adaptable> adaptables = new ArrayList<>();

    public ParamStore(Device device) {
        Engine.start();
        this.device = device;
    }

    public Device device() {
        return device;
    }

    /// The root path of a stage: names made below it belong to that stage.
    public ParamPath stage(String stage) {
        return new ParamPath(this, stage, "");
    }

    /// All tensors in state-dict order.
    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /// All trainable tensors in state-dict order.
    public List<Entry> parameters() {
        return entries.values().stream().filter(Entry::isParameter).toList();
    }

    /// The entry of that name, or null.
    public @Nullable Entry find(String name) {
        return entries.get(name);
    }

    /// @throws IllegalArgumentException if there is no such name
    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor named " + name);
        }
        return entry;
    }

    /// @throws IllegalArgumentException if there is no such name
    public Tensor get(String name) {
        return entry(name).tensor();
    }

    /// Elements of all parameters (buffers do not count, as in PyTorch).
    public long parameterCount() {
        return parameterCount(entry -> true);
    }

    /// Elements of the parameters that `which` accepts.
    public long parameterCount(Predicate<Entry> which) {
        return entries.values().stream()
                .filter(Entry::isParameter)
                .filter(which)
                .mapToLong(entry -> entry.tensor().numel())
                .sum();
    }

    /// Fills every tensor as a new network would be: the same seed gives the same bytes.
    public void initialize(long seed) {
        initialize(seed, entry -> true);
    }

    /// Fills the tensors that `which` accepts. Each depends on the seed and its own name alone, so a
    /// new head is the same whatever else is loaded.
    public void initialize(long seed, Predicate<Entry> which) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (Entry entry : entries.values()) {
                if (which.test(entry)) {
                    Tensor fresh = Tensors.zeros(Tensors.type(entry.tensor()), Tensors.shape(entry.tensor()));
                    entry.init().fill(fresh, Rng.of(Rng.mix(seed, entry.name().hashCode())));
                    entry.tensor().copy_(fresh);
                }
            }
        }
    }

    /// All tensors of the network without its adapters, by name: where a layer has one, its weight is what the
    /// two come to. Without adapters these are the live tensors; merged ones belong to the scope.
    public Map<String, Tensor> merged() {
        Map<String, Tensor> plain = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            if (!Adapters.isAdapter(entry.name())) {
                plain.put(entry.name(), entry.tensor());
            }
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            for (Adaptable layer : adaptables) {
                if (layer.adapter() != null) {
                    plain.put(layer.weight().name(), layer.merged());
                }
            }
        }
        return plain;
    }

    List<Adaptable> adaptables() {
        return adaptables;
    }

    Adaptable adaptable(Adaptable layer) {
        adaptables.add(layer);
        return layer;
    }

    /// Takes tensors away and frees them.
    void remove(Predicate<Entry> which) {
        List<Entry> gone = entries.values().stream().filter(which).toList();
        for (Entry entry : gone) {
            entries.remove(entry.name());
            Scope.release(entry.tensor());
        }
    }

    Tensor add(String name, String stage, Kind kind, ScalarType type, Init init, long... shape) {
        if (entries.containsKey(name)) {
            throw new IllegalArgumentException("two tensors are named " + name);
        }
        Tensor tensor = Tensors.zeros(type, shape);
        Tensor placed = Scope.keep(device.isCpu() ? tensor : tensor.to(device.nativeDevice(), type));
        entries.put(name, new Entry(name, stage, kind, placed, init));
        return placed;
    }

    <P extends Pointer> P own(P handle) {
        owned.add(Scope.keep(handle));
        return handle;
    }

    /// Frees all tensors at once. The network is of no use afterwards.
    @Override
    public void close() {
        entries.values().forEach(entry -> Scope.release(entry.tensor()));
        entries.clear();
        owned.forEach(Scope::release);
        owned.clear();
    }
}

package dev.graft.train;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// A copy of some of a network's tensors at one moment, to go back to.
final class Snapshot implements AutoCloseable {
    private final Map<String, Tensor> copies = new LinkedHashMap<>();

    /// Copies tensors as they are now, in place of what was held of them before.
    void take(Collection<ParamStore.Entry> entries) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamStore.Entry entry : entries) {
                Tensor held = copies.get(entry.name());
                if (held == null) {
                    copies.put(entry.name(), Scope.keep(entry.tensor().detach().clone()));
                } else {
                    held.copy_(entry.tensor());
                }
            }
        }
    }

    /// The copies, by name.
    Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(copies);
    }

    boolean isEmpty() {
        return copies.isEmpty();
    }

    /// Puts the copied values back.
    void restore(ParamStore params) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            copies.forEach((name, tensor) -> params.get(name).copy_(tensor));
        }
    }

    @Override
    public void close() {
        copies.values().forEach(Scope::release);
        copies.clear();
    }
}

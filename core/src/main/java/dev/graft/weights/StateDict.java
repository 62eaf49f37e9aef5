package dev.graft.weights;

import dev.graft.nn.Network;
import dev.graft.torch.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/// Named CPU tensors as a file holds them, in its order, before they are matched to a network.
/// Close it when they have been copied out.
/// ```java
/// try (StateDict weights = WeightsFile.read(file)) {
///     LoadReport report = weights.loadInto(network);
/// }
/// ```
public final class StateDict implements AutoCloseable {
    private final SequencedMap<String, Tensor> tensors;
    private final Origin origin;

    /// Takes over the tensors (each kept from its scope).
    public StateDict(Map<String, Tensor> tensors) {
        this(tensors, new Origin("memory", Origin.Format.MEMORY, Map.of(), List.of()));
    }

    /// Takes over the tensors (each kept from its scope) and says where they came from.
    public StateDict(Map<String, Tensor> tensors, Origin origin) {
        SequencedMap<String, Tensor> kept = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> kept.put(name, Scope.keep(tensor)));
        this.tensors = Collections.unmodifiableSequencedMap(kept);
        this.origin = origin;
    }

    /// All tensors by name, in the file's order.
    public SequencedMap<String, Tensor> tensors() {
        return tensors;
    }

    /// The tensor of that name.
    ///
    /// @throws IllegalArgumentException if there is no such name
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor named " + name + " in " + origin.source());
        }
        return tensor;
    }

    /// Where they came from, and what reading decided by itself.
    public Origin origin() {
        return origin;
    }

    /// What would be loaded into `network`, and what would not; changes nothing.
    public LoadReport match(Network network) {
        return new Matching(this, network).report();
    }

    /// Copies the tensors into the network's, converted to their types. Tensors of the head that the file
    /// has in another size, or not at all, keep the values they have: initialise the network first.
    ///
    /// @return what was loaded and what was decided on the way
    /// @throws WeightsException if anything else is missing, unexpected or of another shape; nothing has
    ///     been changed then
    public LoadReport loadInto(Network network) {
        Matching matching = new Matching(this, network);
        LoadReport report = matching.report();
        report.problem().ifPresent(problem -> {
            throw new WeightsException(problem);
        });
        matching.copy();
        return report;
    }

    /// Frees all tensors at once.
    @Override
    public void close() {
        tensors.values().forEach(Scope::release);
    }
}

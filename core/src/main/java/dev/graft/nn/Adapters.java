package dev.graft.nn;

import dev.graft.text.NearNames;
import dev.graft.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.NoGradGuard;

/// Puts low-rank adapters beside the layers of a network, and takes them away again.
///
/// Their parameters are `<layer>.lora_A.weight` and `<layer>.lora_B.weight`, of the stage of the layer. B starts at
/// zero, so a network with fresh adapters computes what it did without.
/// ```java
/// Adapters.attach(network, Lora.of(8), 42);
/// Plan plan = Plans.adapters(NetworkOutline.of(network), 10, new Plan.Rates(1e-3, 1e-3));
/// // … train …
/// Adapters.merge(network); // a plain network again
/// ```
public final class Adapters {
    private Adapters() {}

    /// Adds adapters to the layers that `lora` names.
    ///
    /// @param seed of what A starts with
    /// @return names of the layers that got one
    /// @throws IllegalArgumentException if the network has adapters already, a target names no layer, or only
    ///     layers
    ///     that cannot have one; nothing has changed then
    public static List<String> attach(Network network, Lora lora, long seed) {
        ParamStore params = network.params();
        if (params.adaptables().stream().anyMatch(layer -> layer.adapter() != null)) {
            throw new IllegalArgumentException("lora: " + network.name() + " already has adapters; merge them first");
        }
        List<Adaptable> chosen = chosen(network, lora);
        chosen.forEach(layer -> layer.attach(lora));
        params.initialize(seed, entry -> isAdapter(entry.name()));
        return chosen.stream().map(Adaptable::name).toList();
    }

    /// How the adapters of a network were made; empty if it has none.
    public static Optional<Lora> of(Network network) {
        return network.params().adaptables().stream()
                .flatMap(layer -> Optional.ofNullable(layer.adapter()).stream())
                .map(Adaptable.Adapter::lora)
                .findFirst();
    }

    /// Layers that have an adapter.
    public static List<String> layers(Network network) {
        return network.params().adaptables().stream()
                .filter(layer -> layer.adapter() != null)
                .map(Adaptable::name)
                .toList();
    }

    /// Whether a tensor of that name belongs to an adapter.
    public static boolean isAdapter(String name) {
        return name.endsWith(".lora_A.weight") || name.endsWith(".lora_B.weight");
    }

    /// Adds what the adapters add to the weights themselves, and takes the adapters away.
    public static void merge(Network network) {
        ParamStore params = network.params();
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (Adaptable layer : params.adaptables()) {
                if (layer.adapter() != null) {
                    layer.weight().tensor().copy_(layer.merged());
                    layer.detach();
                }
            }
        }
        params.remove(entry -> isAdapter(entry.name()));
    }

    private static List<Adaptable> chosen(Network network, Lora lora) {
        List<Adaptable> candidates = network.params().adaptables().stream()
                .filter(layer -> !layer.isGrouped())
                .toList();
        if (lora.targets().isEmpty()) {
            return candidates.stream()
                    .filter(layer -> !layer.stage().equals(network.head().name()))
                    .toList();
        }
        List<Adaptable> chosen = new ArrayList<>();
        for (String target : lora.targets()) {
            Pattern pattern = Glob.of(target);
            List<Adaptable> found = network.params().adaptables().stream()
                    .filter(layer -> pattern.matcher(layer.name()).matches())
                    .toList();
            if (found.isEmpty()) {
                List<String> names = candidates.stream().map(Adaptable::name).toList();
                throw new IllegalArgumentException("lora: '" + target + "' matches no linear or convolution layer of "
                        + network.name() + "; nearest: " + String.join(", ", NearNames.nearest(target, names, 3)));
            }
            if (found.stream().allMatch(Adaptable::isGrouped)) {
                throw new IllegalArgumentException(
                        "lora: '" + target + "' names only convolutions in groups, which cannot have an adapter");
            }
            found.stream()
                    .filter(layer -> !layer.isGrouped() && !chosen.contains(layer))
                    .forEach(chosen::add);
        }
        return candidates.stream().filter(chosen::contains).toList();
    }
}

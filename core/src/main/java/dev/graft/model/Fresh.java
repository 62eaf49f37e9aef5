package dev.graft.model;

import dev.graft.nn.Adapters;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.weights.LoadReport;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// What of a network was drawn at random, and may be drawn again by the seed of a training as long as nobody chose
/// another: a new head, adapters, all of it where there are no weights.
final class Fresh {
    /// What is drawn by where nobody says anything.
    static final long USUAL_SEED = 42;

    private final Network network;
    private Set<String> names;
    private long drawnBy = USUAL_SEED;

    private Fresh(Network network, Set<String> names) {
        this.network = network;
        this.names = names;
    }

    /// @param loaded what came from a file; empty where nothing did
    /// @param chosen the seed that was chosen with the model; null for none
    static Fresh of(Network network, Optional<LoadReport> loaded, @Nullable Long chosen) {
        Set<String> names = new HashSet<>();
        if (chosen == null) {
            Predicate<String> drawn = loaded.<Predicate<String>>map(report -> Set.copyOf(report.leftOut())::contains)
                    .orElse(name -> true);
            network.params().entries().stream()
                    .map(ParamStore.Entry::name)
                    .filter(drawn.or(Adapters::isAdapter))
                    .forEach(names::add);
        }
        return new Fresh(network, names);
    }

    /// Draws it by another seed, unless a program has put something else into it meanwhile.
    void draw(long seed) {
        if (names.isEmpty() || seed == drawnBy) {
            return;
        }
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Map<ParamStore.Entry, Tensor> now = new LinkedHashMap<>();
            network.params().entries().stream()
                    .filter(entry -> names.contains(entry.name()))
                    .forEach(entry -> now.put(entry, entry.tensor().clone()));
            network.params().initialize(drawnBy, now::containsKey);
            if (now.entrySet().stream()
                    .allMatch(entry -> entry.getKey().tensor().equal(entry.getValue()))) {
                network.params().initialize(seed, now::containsKey);
                drawnBy = seed;
            } else {
                now.forEach((entry, value) -> entry.tensor().copy_(value));
                settle();
            }
        }
    }

    void settle() {
        names = Set.of();
    }
}

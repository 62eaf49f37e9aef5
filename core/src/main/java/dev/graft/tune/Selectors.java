package dev.graft.tune;

import dev.graft.nn.Glob;
import dev.graft.text.NearNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the selectors of a [Group] mean on a network.
final class Selectors {
    private static final int NEAREST = 3;

    /// What heads are called elsewhere, too far from this one's name to be found by it.
    private static final Set<String> HEADS = Set.of("head", "heads", "classifier", "fc", "linear");

    private Selectors() {}

    /// The parameters of a group, in the order of the network.
    static List<NetworkOutline.Parameter> select(Group group, NetworkOutline network) {
        Set<NetworkOutline.Parameter> chosen = new LinkedHashSet<>();
        Set<NetworkOutline.Parameter> excluded = new LinkedHashSet<>();
        for (String selector : group.selectors()) {
            if (selector.startsWith("!")) {
                excluded.addAll(matches(selector.substring(1), group, network));
            } else {
                chosen.addAll(matches(selector, group, network));
            }
        }
        chosen.removeAll(excluded);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("group " + group.name() + ": is empty: " + group.selectors()
                    + " select nothing in " + network.name());
        }
        return network.parameters().stream().filter(chosen::contains).toList();
    }

    private static List<NetworkOutline.Parameter> matches(String selector, Group group, NetworkOutline network) {
        Predicate<NetworkOutline.Parameter> accepts = predicate(selector, network);
        List<NetworkOutline.Parameter> found =
                network.parameters().stream().filter(accepts).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("group " + group.name() + ": '" + selector + "' matches nothing in "
                    + network.name() + "; nearest: " + String.join(", ", nearest(selector, network))
                    + (selector.contains("lora_") ? "; it has no adapters; --lora-rank adds them" : ""));
        }
        return found;
    }

    private static Predicate<NetworkOutline.Parameter> predicate(String selector, NetworkOutline network) {
        if (network.stages().contains(selector)) {
            return parameter -> parameter.stage().equals(selector);
        }
        Pattern pattern = Glob.of(selector);
        return parameter -> pattern.matcher(parameter.name()).matches();
    }

    private static List<String> nearest(String selector, NetworkOutline network) {
        List<String> names = Stream.concat(
                        network.stages().stream(), network.parameters().stream().map(NetworkOutline.Parameter::name))
                .toList();
        List<String> near = NearNames.nearest(selector, names, NEAREST);
        if (!HEADS.contains(selector) || near.contains(network.head())) {
            return near;
        }
        return Stream.concat(Stream.of(network.head()), near.stream().limit(NEAREST - 1))
                .toList();
    }
}

package dev.graft.tune;

import dev.graft.nn.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a plan needs to know of a network: names and counts, no tensors. A plan can be made, checked and
/// printed for a network that is not in memory.
///
/// @param name       the architecture: `resnet18`
/// @param stages     names of the stages that have parameters, stem first
/// @param head       the stage that is new for the task
/// @param parameters in the order of the network
public record NetworkOutline(String name, List<String> stages, String head, List<Parameter> parameters) {
    /// One parameter tensor.
    ///
    /// @param name  as in the state dict
    /// @param stage the stage it belongs to
    /// @param count its elements
    public record Parameter(String name, String stage, long count) {}

    /// @throws IllegalArgumentException if the head or a parameter's stage is not among the stages
    public NetworkOutline {
        stages = List.copyOf(stages);
        parameters = List.copyOf(parameters);
        Set<String> known = new HashSet<>(stages);
        if (!known.contains(head)) {
            throw new IllegalArgumentException(
                    name + ": the head " + head + " has no parameters; stages that have: " + stages);
        }
        for (Parameter parameter : parameters) {
            if (!known.contains(parameter.stage())) {
                throw new IllegalArgumentException(
                        name + ": " + parameter.name() + " is of stage " + parameter.stage() + ", not in " + stages);
            }
        }
    }

    public static NetworkOutline of(Network network) {
        List<Parameter> parameters = network.params().parameters().stream()
                .map(entry -> new Parameter(
                        entry.name(), entry.stage(), entry.tensor().numel()))
                .toList();
        return new NetworkOutline(
                network.name(), network.trainableStages(), network.head().name(), parameters);
    }

    /// All stages but the head.
    public List<String> backbone() {
        return stages.stream().filter(stage -> !stage.equals(head)).toList();
    }

    /// Elements of all parameters.
    public long parameterCount() {
        return parameters.stream().mapToLong(Parameter::count).sum();
    }
}

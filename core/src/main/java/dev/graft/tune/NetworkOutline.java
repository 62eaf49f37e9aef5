package dev.graft.tune;

import dev.graft.nn.Adapters;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a plan needs to know of a network: names and counts, no tensors. A plan can be made, checked and
/// printed for a network that is not in memory.
///
/// @param name       the architecture: `resnet18`
/// @param stages     names of the stages that have parameters, stem first
/// @param head       the stage that is new for the task
/// @param parameters in the order of the network
/// @param batchNorms stages with batch norms, which keep statistics of what passes through them
/// @param batchNormParameters names of their weights and biases
public record NetworkOutline(
        String name,
        List<String> stages,
        String head,
        List<Parameter> parameters,
        List<String> batchNorms,
        Set<String> batchNormParameters) {
    private static final String MEAN = "running_mean";

    /// One parameter tensor.
    ///
    /// @param name  as in the state dict
    /// @param stage the stage it belongs to
    /// @param shape `[out, in, k, k]` for a convolution, `[channels]` for a bias or a norm
    public record Parameter(String name, String stage, List<Long> shape) {
        public Parameter {
            shape = List.copyOf(shape);
        }

        public static Parameter of(String name, String stage, long... shape) {
            return new Parameter(name, stage, Arrays.stream(shape).boxed().toList());
        }

        /// Its elements.
        public long count() {
            return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        }

        /// Whether it has one dimension, as biases and the weights of norms have and nothing else.
        public boolean isVector() {
            return shape.size() <= 1;
        }

        /// Whether it belongs to an adapter beside a layer.
        public boolean isAdapter() {
            return Adapters.isAdapter(name);
        }
    }

    /// @throws IllegalArgumentException if the head or a parameter's stage is not among the stages
    public NetworkOutline {
        stages = List.copyOf(stages);
        parameters = List.copyOf(parameters);
        batchNorms = List.copyOf(batchNorms);
        batchNormParameters = Set.copyOf(batchNormParameters);
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

    /// Of a network whose batch norms, if it has any, are not told by their parameters.
    public NetworkOutline(
            String name, List<String> stages, String head, List<Parameter> parameters, List<String> batchNorms) {
        this(name, stages, head, parameters, batchNorms, Set.of());
    }

    public static NetworkOutline of(Network network) {
        List<Parameter> parameters = network.params().parameters().stream()
                .map(entry -> Parameter.of(entry.name(), entry.stage(), Tensors.shape(entry.tensor())))
                .toList();
        List<ParamStore.Entry> means = network.params().entries().stream()
                .filter(entry -> entry.name().endsWith(MEAN))
                .toList();
        List<String> batchNorms =
                means.stream().map(ParamStore.Entry::stage).distinct().toList();
        Set<String> norms = means.stream()
                .map(entry -> entry.name().substring(0, entry.name().length() - MEAN.length()))
                .flatMap(path -> Stream.of(path + "weight", path + "bias"))
                .collect(Collectors.toSet());
        return new NetworkOutline(
                network.name(), network.trainableStages(), network.head().name(), parameters, batchNorms, norms);
    }

    /// A linear head and nothing else in its stage.
    ///
    /// @param weight name of its parameter `[outputs, features]`
    /// @param bias   name of its parameter `[outputs]`
    public record LinearHead(String weight, String bias) {}

    /// The head, where it is one linear layer: what can be solved on the features that enter it.
    public Optional<LinearHead> linearHead() {
        List<Parameter> own = of(head);
        boolean linear = own.size() == 2
                && stages.getLast().equals(head)
                && own.get(0).shape().size() == 2
                && own.get(1).shape().equals(own.get(0).shape().subList(0, 1))
                && own.stream().noneMatch(Parameter::isAdapter);
        return linear ? Optional.of(new LinearHead(own.get(0).name(), own.get(1).name())) : Optional.empty();
    }

    /// All stages but the head.
    public List<String> backbone() {
        return stages.stream().filter(stage -> !stage.equals(head)).toList();
    }

    /// Parameters of a stage, in the order of the network.
    public List<Parameter> of(String stage) {
        return parameters.stream()
                .filter(parameter -> parameter.stage().equals(stage))
                .toList();
    }

    /// Elements of all parameters.
    public long parameterCount() {
        return parameters.stream().mapToLong(Parameter::count).sum();
    }
}

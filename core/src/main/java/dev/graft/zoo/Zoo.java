package dev.graft.zoo;

import dev.graft.nn.Network;
import dev.graft.text.NearNames;
import dev.graft.torch.Device;
import dev.graft.weights.Embedded;
import dev.graft.weights.StateDict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/// All models that can be made by name. A name may be written with hyphens or underscores, in any case.
public final class Zoo {
    /// A new family is a new file and a line here.
    private static final SequencedMap<String, Model> MODELS = Stream.of(
                    GraftNano.models(),
                    ResNet.models(),
                    MobileNetV2.models(),
                    EfficientNetLite.models(),
                    SqueezeNet.models(),
                    CifarResNet.models())
            .flatMap(List::stream)
            .collect(Collectors.toMap(
                    model -> plain(model.card().name()),
                    model -> model,
                    (one, other) -> {
                        throw new IllegalStateException(
                                "two models are named " + other.card().name());
                    },
                    LinkedHashMap::new));

    private static final List<ModelCard> CARDS =
            MODELS.values().stream().map(Model::card).toList();

    /// How much larger a network with a head for many classes may be than one for few.
    private static final int MOST_TIMES = 3;

    private Zoo() {}

    /// The cards of all models, family by family.
    public static List<ModelCard> cards() {
        return CARDS;
    }

    /// The card of that name.
    ///
    /// @throws IllegalArgumentException if there is none; the message names the nearest
    public static ModelCard card(String name) {
        return find(name).card();
    }

    /// A network whose tensors are zeros: initialise it or load weights. With another number of classes than the
    /// card's it has another head, and everything else is the same.
    ///
    /// @throws IllegalArgumentException if there is no model of that name; the message names the nearest
    public static Network create(String name, NetworkOptions options, Device device) {
        Model model = find(name);
        return model.builder().build(model.card().name(), options, device);
    }

    /// A network for that many classes and input channels (1, 3 or 4), with dropout as published.
    ///
    /// @throws IllegalArgumentException if there is no model of that name; the message names the nearest
    public static Network create(String name, int classes, int channels, Device device) {
        return create(name, NetworkOptions.of(classes).withChannels(channels), device);
    }

    /// The model that a file's tensors are those of, whatever the classes of its head.
    public static Optional<String> fitting(StateDict file) {
        long elements = Math.max(
                1, file.tensors().values().stream().mapToLong(Tensor::numel).sum());
        return CARDS.stream()
                .filter(card -> elements / card.parameters() < MOST_TIMES && card.parameters() / elements < MOST_TIMES)
                .sorted(Comparator.comparingLong(card -> Math.abs(card.parameters() - elements)))
                .map(ModelCard::name)
                .filter(name -> fits(file, name))
                .findFirst();
    }

    private static boolean fits(StateDict file, String name) {
        try (Network network = create(name, 1, 3, Device.CPU)) {
            return file.match(network).ok();
        }
    }

    private static Model find(String name) {
        Model model = MODELS.get(plain(name));
        if (model == null) {
            // the embedded text model is built elsewhere, but may be what was meant
            List<String> names = Stream.concat(CARDS.stream().map(ModelCard::name), Stream.of(Embedded.GRAFT_NANO_KO))
                    .toList();
            throw new IllegalArgumentException("no model named " + name + "; the nearest of " + names.size() + ": "
                    + String.join(", ", NearNames.nearest(name, names, 3)));
        }
        return model;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}

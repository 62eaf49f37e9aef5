package dev.graft.model;

import dev.graft.nn.Network;
import dev.graft.tune.NetworkOutline;
import dev.graft.weights.LoadReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A network with the names of its outputs and what it expects of an example: what you tune, use and save.
public sealed interface TunableModel extends AutoCloseable permits Model, LanguageModel {
    Network network();

    /// Names and counts, to make a plan with.
    default NetworkOutline outline() {
        return NetworkOutline.of(network());
    }

    /// Label of each output, in order.
    List<String> labels();

    /// What became of the weights it started from; empty when it started from nothing.
    Optional<LoadReport> loadReport();

    /// What the network is called: `resnet18`, `BertForSequenceClassification`.
    String architecture();

    /// Learning rate that suits it where all of it is tuned; empty where none is known.
    default OptionalDouble rate() {
        return OptionalDouble.empty();
    }

    /// How one vector is made of a text: `mean` or `max` of its tokens, `cls` as HuggingFace's classifiers do it,
    /// `auto` where the model's folder has another way with the class token. Whoever asks for the same model by
    /// this word gets the same network. Empty for images.
    default Optional<String> pooling() {
        return Optional.empty();
    }

    /// Draws what is new about it once more, by this seed: a new head, adapters, all of a network without weights.
    /// It does nothing where a seed was chosen with the model, or nothing is new.
    default void seed(long seed) {}

    /// From now on nothing about it is new: it is about to learn.
    default void settle() {}

    /// Writes everything but the weights into a model folder.
    ///
    /// @return the files written
    List<Path> describe(Path folder);

    /// Frees the network.
    @Override
    void close();
}

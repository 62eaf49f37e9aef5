package dev.graft.model;

import dev.graft.nn.Network;
import dev.graft.weights.Embedded;
import dev.graft.weights.Hub;
import dev.graft.weights.HubFile;
import dev.graft.weights.LoadReport;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsException;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import java.util.Optional;

/// What an image model starts from, read once: a network may be tried with it before data are read, and made for their
/// classes afterwards. Close it when the network is made.
///
/// @param read     empty for random weights
/// @param fromFile whether somebody named the file, which may be of another model
public record InitialTensors(Optional<StateDict> read, boolean fromFile) implements AutoCloseable {
    /// @throws IllegalArgumentException if there is no such model
    /// @throws WeightsException         if weights are not at hand, or damaged
    public static InitialTensors of(ModelChoice choice, Hub hub) {
        ModelCard card = Zoo.card(choice.model());
        return switch (choice.weights()) {
            case InitialWeights.None none -> new InitialTensors(Optional.empty(), false);
            case InitialWeights.File file -> new InitialTensors(Optional.of(WeightsFile.read(file.path())), true);
            case InitialWeights.Pretrained pretrained -> new InitialTensors(Optional.of(pretrained(card, hub)), false);
        };
    }

    private static StateDict pretrained(ModelCard card, Hub hub) {
        if (card.embedded()) {
            return Embedded.open(card.name());
        }
        HubFile file = card.weights()
                .orElseThrow(() -> new WeightsException(card.name()
                        + ": no pretrained weights are published; give a file (--weights FILE) or train from scratch"
                        + " (--weights none)"));
        return WeightsFile.read(hub.fetch(file));
    }

    /// @return empty where there is nothing to load
    /// @throws WeightsException if they are of another model; a file that fits another one says which
    Optional<LoadReport> loadInto(Network network) {
        return read.map(tensors -> {
            try {
                return tensors.loadInto(network);
            } catch (WeightsException e) {
                throw fromFile
                        ? Zoo.fitting(tensors)
                                .map(name -> new WeightsException(e.getMessage() + "; it fits " + name, e))
                                .orElse(e)
                        : e;
            }
        });
    }

    @Override
    public void close() {
        read.ifPresent(StateDict::close);
    }
}

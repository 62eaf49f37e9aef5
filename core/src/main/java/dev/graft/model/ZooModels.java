package dev.graft.model;

import dev.graft.data.Fit;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.train.DecisionFile;
import dev.graft.train.RunFolder;
import dev.graft.train.SavedModel;
import dev.graft.weights.Hub;
import dev.graft.weights.LoadReport;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsException;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Networks of the zoo, with the preprocessing of their cards.
final class ZooModels implements ModelKind<ImageSource> {
    @Override
    public Kind kind() {
        return Kind.IMAGE;
    }

    @Override
    public Start<ImageSource> start(ModelChoice choice, Hub hub) {
        choice.requireImages();
        return new Reading(choice, InitialTensors.of(choice, hub));
    }

    private record Reading(ModelChoice choice, InitialTensors weights) implements Start<ImageSource> {
        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public Start<ImageSource> withFit(Fit fit) {
            return new Reading(choice.withFit(fit), weights);
        }

        @Override
        public Model<ImageSource> model(Task task, List<String> labels, Optional<ValueRange> range, Device device) {
            ModelCard card = Zoo.card(choice.model());
            ModelChoice ranged = choice.range() == null ? choice.withRange(range.orElse(null)) : choice;
            SavedModel description = new SavedModel(card.name(), labels, ranged.preprocessing(card), task);
            return Opening.of(Zoo.create(card.name(), choice.networkOptions(labels.size()), device), network -> {
                network.params().initialize(choice.firstSeed());
                Optional<LoadReport> loaded = weights.loadInto(network);
                Lora lora = choice.lora();
                if (lora != null) {
                    Adapters.attach(network, lora, choice.firstSeed());
                }
                return made(network, description, loaded, Fresh.of(network, loaded, choice.seed()));
            });
        }

        @Override
        public void close() {
            weights.close();
        }
    }

    @Override
    public Model<ImageSource> open(Path folder, Device device) {
        RunFolder.requireKnown(folder);
        Path model = RunFolder.modelIn(folder);
        Optional<Ensemble> ensemble = Ensemble.in(model);
        return ensemble.isPresent() ? ensemble.get().open(this, model, device) : open(folder, model, device);
    }

    private static Model<ImageSource> open(Path folder, Path model, Device device) {
        SavedModel description = SavedModel.read(model);
        Path weights = SavedModel.weights(model);
        if (!Files.isRegularFile(weights)) {
            throw new IllegalArgumentException(weights
                    + ": not there; the run was stopped before its first epoch ended: graft train --resume " + folder);
        }
        Network created = Zoo.create(
                description.architecture(),
                description.labels().size(),
                description.preprocessing().channels(),
                device);
        return Opening.of(created, network -> {
            try (StateDict saved = WeightsFile.read(weights)) {
                LoadReport report = saved.loadInto(network);
                if (!report.leftOut().isEmpty()) {
                    throw new WeightsException(weights + ": expected all tensors of " + description.architecture()
                            + " with " + description.labels().size() + " classes, found none for " + report.leftOut());
                }
                Optional<LoadReport> loaded = Optional.of(report);
                Model<ImageSource> opened = made(network, description, loaded, Fresh.of(network, loaded, null));
                return DecisionFile.in(model, description.task(), description.labels())
                        .map(opened::withDecision)
                        .orElse(opened);
            }
        });
    }

    private static Model<ImageSource> made(
            Network network, SavedModel description, Optional<LoadReport> loaded, Fresh fresh) {
        return new Model<>(
                network,
                () -> ImageInput.of(description.preprocessing()),
                description.task(),
                description.labels(),
                new Written(description),
                loaded,
                fresh);
    }

    private record Written(SavedModel description) implements Model.Form {
        @Override
        public String architecture() {
            return description.architecture();
        }

        @Override
        public List<Path> write(Path folder) {
            return description.write(folder);
        }
    }
}

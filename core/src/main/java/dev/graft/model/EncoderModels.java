package dev.graft.model;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.data.text.TextInput;
import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.torch.Device;
import dev.graft.train.DecisionFile;
import dev.graft.train.SavedModel;
import dev.graft.weights.Hub;
import dev.graft.weights.LoadReport;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderWeights;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Encoders with their tokenizers, in HuggingFace's folders.
final class EncoderModels implements ModelKind<Text> {
    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public Start<Text> start(ModelChoice choice, Hub hub) {
        choice.requireTexts();
        Path folder = TextModels.folder(choice.model(), hub);
        EncoderConfig read = EncoderConfig.read(folder);
        Encoders.requireKnown(read);
        Double dropout = choice.dropout();
        return new Reading(choice, folder, dropout == null ? read : read.withDropout(dropout));
    }

    private record Reading(ModelChoice choice, Path folder, EncoderConfig encoder) implements Start<Text> {
        @Override
        public boolean isRead() {
            return false;
        }

        @Override
        public Model<Text> model(Task task, List<String> labels, Optional<ValueRange> range, Device device) {
            return Opening.of(Tokenizers.read(folder), tokenizer -> {
                TextModelConfig config = TextModelConfig.of(
                        encoder, tokenizer, task, labels, choice.text().maxLength(), folder);
                TextHead head = TextHead.of(labels.size(), choice, folder);
                return switch (choice.weights()) {
                    case InitialWeights.None none ->
                        random(choice, tokenizer, config.withHead(head.withoutWeights()), device);
                    case InitialWeights.Pretrained own -> loaded(folder, head, choice, tokenizer, config, device);
                    case InitialWeights.File(Path file) -> loaded(file, head, choice, tokenizer, config, device);
                };
            });
        }

        @Override
        public Start<Text> withFrozenBackbone() {
            return new Reading(choice.withFrozenBackbone(), folder, encoder);
        }

        @Override
        public void close() {}
    }

    private static Model<Text> random(ModelChoice choice, Tokenizer tokenizer, TextModelConfig config, Device device) {
        return Opening.of(Encoders.create(config.encoder(), config.head(), device), network -> {
            network.params().initialize(choice.firstSeed());
            return adapted(network, tokenizer, config, Optional.empty(), choice);
        });
    }

    /// @param head   what the weights decide on
    /// @param choice what is laid beside the weights, and what new parts are drawn by
    private static Model<Text> loaded(
            Path weights,
            TextHead head,
            ModelChoice choice,
            Tokenizer tokenizer,
            TextModelConfig config,
            Device device) {
        try (EncoderWeights read = EncoderWeights.read(weights, config.encoder(), head)) {
            return Opening.of(Encoders.create(config.encoder(), read.head(), device), network -> {
                network.params().initialize(choice.firstSeed());
                LoadReport report = read.tensors().loadInto(network);
                Optional<String> doubt = config.doubt(tokenizer);
                Optional<LoadReport> said =
                        Optional.of(doubt.map(report::withNote).orElse(report));
                return adapted(network, tokenizer, config.withHead(read.head()), said, choice);
            });
        }
    }

    private static Model<Text> adapted(
            Network network,
            Tokenizer tokenizer,
            TextModelConfig config,
            Optional<LoadReport> loaded,
            ModelChoice choice) {
        Lora lora = choice.lora();
        if (lora != null) {
            List<String> usual = Encoders.adapted(config.encoder());
            Adapters.attach(network, lora.targets().isEmpty() ? lora.withTargets(usual) : lora, choice.firstSeed());
        }
        return new Model<>(
                network,
                () -> TextInput.of(tokenizer, config.maxLength()),
                config.task(),
                config.labels(),
                new Written(config, tokenizer),
                loaded,
                Fresh.of(network, loaded, choice.seed()));
    }

    private record Written(TextModelConfig config, Tokenizer tokenizer) implements Model.Form {
        @Override
        public String architecture() {
            return config.architecture();
        }

        @Override
        public OptionalDouble rate() {
            return EncoderRates.of(config.encoder());
        }

        @Override
        public Optional<String> pooling() {
            return Optional.of(TextHead.word(config.head()));
        }

        @Override
        public List<Path> write(Path folder) {
            return config.write(folder, tokenizer);
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }

    /// A run folder, its model folder, or any HuggingFace folder of a text classifier.
    @Override
    public Model<Text> open(Path folder, Device device) {
        Path model = TextModels.inside(folder);
        Optional<Ensemble> ensemble = Ensemble.in(model);
        return ensemble.isPresent() ? ensemble.get().open(this, model, device) : open(folder, model, device);
    }

    private static Model<Text> open(Path folder, Path model, Device device) {
        if (!model.equals(folder) && !Files.isRegularFile(SavedModel.weights(model))) {
            throw new IllegalArgumentException(SavedModel.weights(model)
                    + ": not there; the run was stopped before its first epoch ended: graft train --resume " + folder);
        }
        EncoderConfig encoder = EncoderConfig.read(model);
        Encoders.requireKnown(encoder);
        return Opening.of(Tokenizers.read(model), tokenizer -> {
            TextModelConfig config = TextModelConfig.saved(encoder, tokenizer, model);
            ModelChoice own = ModelChoice.of(model.toString());
            TextHead head = TextHead.of(config.labels().size(), own, model);
            Model<Text> opened = loaded(model, head, own, tokenizer, config, device);
            return Opening.of(opened.network(), network -> {
                List<String> leftOut = opened.loadReport().orElseThrow().leftOut();
                if (!leftOut.isEmpty()) {
                    throw new WeightsException(model + ": expected all tensors of a text classifier with "
                            + config.labels().size() + " outputs, found none for " + leftOut
                            + "; the model was never tuned: graft train DATA --model " + model);
                }
                return DecisionFile.in(model, config.task(), config.labels())
                        .map(opened::withDecision)
                        .orElse(opened);
            });
        });
    }
}

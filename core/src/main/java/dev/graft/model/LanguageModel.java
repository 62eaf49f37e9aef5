package dev.graft.model;

import dev.graft.nn.Network;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.torch.Device;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.LoadReport;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.EncoderWeights;
import dev.graft.zoo.encoder.Encoders;
import dev.graft.zoo.encoder.SentenceModules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A text encoder that guesses hidden tokens: what is pretrained on texts without labels, before a [Model]
/// starts from it.
public final class LanguageModel implements TunableModel {
    private static final EncoderHead HEAD = EncoderHead.maskedLanguageModel();

    private final Network network;
    private final Tokenizer tokenizer;
    private final EncoderConfig config;
    private final int maxLength;
    private final Optional<SentenceModules> sentences;
    private final Optional<LoadReport> loaded;

    /// @param sentences how one vector is made of a text, which goes on to hold
    private LanguageModel(
            Network network,
            Tokenizer tokenizer,
            EncoderConfig config,
            int maxLength,
            Optional<SentenceModules> sentences,
            Optional<LoadReport> loaded) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.config = config;
        this.maxLength = maxLength;
        this.sentences = sentences;
        this.loaded = loaded;
    }

    /// A pretrained model that goes on learning its language.
    ///
    /// @param folder    a HuggingFace model folder
    /// @param maxLength tokens of a text at most; 0 for as many as the model takes
    /// @param dropout   of every dropout meanwhile; null for each as the folder says
    /// @param seed      of whatever the folder's weights lack, such as the part that guesses
    /// @throws WeightsException if the folder is no model folder, or its files are damaged or do not belong
    ///     together
    public static LanguageModel pretrained(
            Path folder, int maxLength, @Nullable Double dropout, long seed, Device device) {
        EncoderConfig config = EncoderConfig.read(folder);
        Encoders.requireKnown(config);
        return Opening.of(Tokenizers.read(folder), tokenizer -> {
            try (EncoderWeights weights = EncoderWeights.read(folder, config, HEAD)) {
                int length = TextModelConfig.maxLength(config, tokenizer, maxLength, folder);
                return Opening.of(create(config, dropout, seed, device), network -> {
                    LoadReport report = weights.tensors().loadInto(network);
                    return new LanguageModel(
                            network, tokenizer, config, length, SentenceModules.readable(folder), Optional.of(report));
                });
            }
        });
    }

    /// A new model with random weights. It takes over the tokenizer, and closes it where it fails.
    ///
    /// @param maxLength tokens of a text at most; 0 for as many as the model takes
    /// @param dropout   of every dropout meanwhile; null for each as the configuration says
    public static LanguageModel fresh(
            EncoderConfig config,
            Tokenizer tokenizer,
            int maxLength,
            @Nullable Double dropout,
            long seed,
            Device device) {
        return Opening.of(tokenizer, own -> {
            int length = TextModelConfig.maxLength(config, own, maxLength, Path.of("a new model"));
            Network network = create(config, dropout, seed, device);
            return new LanguageModel(network, own, config, length, Optional.empty(), Optional.empty());
        });
    }

    private static Network create(EncoderConfig config, @Nullable Double dropout, long seed, Device device) {
        EncoderConfig meanwhile = dropout == null ? config : config.withDropout(dropout);
        Network network = Encoders.create(meanwhile, HEAD, device);
        network.params().initialize(seed);
        return network;
    }

    @Override
    public Network network() {
        return network;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Tokens of a text at most; longer ones are cut into pieces.
    public int maxLength() {
        return maxLength;
    }

    /// None: what it answers is the vocabulary.
    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Optional<LoadReport> loadReport() {
        return loaded;
    }

    @Override
    public String architecture() {
        return Encoders.architecture(config, HEAD);
    }

    @Override
    public List<Path> describe(Path folder) {
        return TextModelConfig.writing(folder, () -> {
            EncoderConfig written = config.with("architectures", List.of(architecture()))
                    .with("torch_dtype", "float32")
                    .withOwn(EncoderConfig.LANGUAGE_MODEL, false, Map.of());
            AtomicFile.write(folder.resolve("config.json"), written + "\n");
            tokenizer.write(folder);
            sentences.ifPresent(told -> told.write(folder, config.width()));
        });
    }

    @Override
    public void close() {
        network.close();
        tokenizer.close();
    }
}

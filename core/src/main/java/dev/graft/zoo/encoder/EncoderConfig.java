package dev.graft.zoo.encoder;

import com.sun.management.OperatingSystemMXBean;
import dev.graft.text.FileLabel;
import dev.graft.text.Printable;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A HuggingFace `config.json`: the shape of an encoder. Keys that are not asked for are kept as they are, so that a
/// saved model says all that the original said.
public final class EncoderConfig {
    /// What Graft says of its own models in the configuration, which transformers passes over.
    public static final String OWN = "graft";

    /// A model with a task: `kind` in [#OWN].
    public static final String TEXT = "text";

    /// A model that guesses hidden tokens: `kind` in [#OWN].
    public static final String LANGUAGE_MODEL = "language-model";

    /// The newest version of what stands in it: the first with a text that is pooled. What the earlier one can say too
    /// is written as it was.
    private static final int VERSION = 2;

    private static final int CLASS_TOKEN_ONLY = 1;
    private static final String KIND = "kind";
    private static final String ARCHITECTURE = "architecture"; // of image models
    private static final String FILE = "config.json";
    private static final JsonMapper JSON = new JsonMapper();

    /// Far beyond any model there is; what is more says that the file is damaged.
    private static final int MOST_LAYERS = 1000;

    private static final int MOST = 1 << 24;
    private static final int MOST_POSITIONS = 1 << 16;
    private static final int BYTES_PER_PARAMETER = 4;
    private static final int SHOWN = 80;

    private final String source;
    private final ObjectNode json;

    private EncoderConfig(String source, ObjectNode json) {
        this.source = source;
        this.json = json;
    }

    /// Reads a model folder's `config.json`.
    ///
    /// @throws WeightsException if there is none, or it does not describe a model
    /// @throws IllegalArgumentException if a later version of Graft wrote it, or for another kind of model
    public static EncoderConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new WeightsException(folder + ": expected a model folder with config.json, found none; copy all files"
                    + " of the model there: config.json, model.safetensors or pytorch_model.bin, and tokenizer.json or"
                    + " vocab.txt");
        }
        try {
            String text = Files.readString(file);
            FileLabel.in(text, OWN, file.toString())
                    .ifPresent(label -> label.requireKnown(
                            List.of(TEXT, LANGUAGE_MODEL),
                            VERSION,
                            file.toString(),
                            "versions.graft in the run.json beside its folder says which"));
            return of(file.toString(), text);
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Whether a folder has a `config.json` with a `model_type`, as HuggingFace writes it, or one that Graft wrote for
    /// a text model.
    public static boolean isIn(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            JsonNode read = JSON.readTree(Files.readString(file));
            return read.path("model_type").isString() || read.path(OWN).has(KIND);
        } catch (IOException | JacksonException e) {
            return false;
        }
    }

    /// @param source what messages call it
    /// @param text   JSON
    /// @throws WeightsException if it does not describe a model
    public static EncoderConfig of(String source, String text) {
        JsonNode read;
        try {
            read = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new WeightsException(source + ": is not JSON: " + e.getOriginalMessage(), e);
        }
        if (read.path(ARCHITECTURE).isString()) {
            throw new WeightsException(source + ": expected a text model's config with a model_type, found one of an"
                    + " image model; to start from it: --model "
                    + Printable.line(read.path(ARCHITECTURE).stringValue(), SHOWN) + " --weights and its folder");
        }
        if (!(read instanceof ObjectNode object) || !object.path("model_type").isString()) {
            throw new WeightsException(source + ": expected a HuggingFace config with a model_type, found "
                    + (text.isBlank() ? "an empty file" : "none"));
        }
        return new EncoderConfig(source, object);
    }

    /// A new encoder's configuration.
    ///
    /// @param members by name: texts, numbers, lists and maps of these
    public static EncoderConfig of(Map<String, ?> members) {
        return new EncoderConfig("config", JSON.valueToTree(members));
    }

    /// `bert`, `roberta`, …
    public String modelType() {
        return json.path("model_type").stringValue();
    }

    /// A whole number of at least 1.
    ///
    /// @throws WeightsException if it is missing or anything else
    public int size(String key) {
        return size(key, -1);
    }

    /// A whole number of at least 1, or what it is where the key is missing.
    int size(String key, int otherwise) {
        int found = integer(key, otherwise);
        if (found < 1) {
            throw new WeightsException(source + ": " + key + ": expected a whole number above 0, found "
                    + (json.has(key) ? shown(json.get(key)) : "none"));
        }
        int most = key.endsWith("layers") ? MOST_LAYERS : MOST;
        if (found > most) {
            throw new WeightsException(source + ": " + key + ": expected at most " + most + ", found " + found
                    + "; the file is damaged: copy it again");
        }
        return found;
    }

    int integer(String key, int otherwise) {
        JsonNode node = json.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isInt()) {
            throw new WeightsException(source + ": " + key + ": expected a whole number, found " + shown(node));
        }
        return node.intValue();
    }

    double number(String key, double otherwise) {
        JsonNode node = json.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isNumber()) {
            throw new WeightsException(source + ": " + key + ": expected a number, found " + shown(node));
        }
        return node.doubleValue();
    }

    /// A number of at least 0 and below 1.
    double probability(String key, double otherwise) {
        double found = number(key, otherwise);
        if (!(found >= 0 && found < 1)) {
            throw new WeightsException(
                    source + ": " + key + ": expected a probability of at least 0 and below 1, found " + found);
        }
        return found;
    }

    String text(String key, String otherwise) {
        JsonNode node = json.path(key);
        return node.isString() ? node.stringValue() : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode node = json.path(key);
        return node.isBoolean() ? node.booleanValue() : otherwise;
    }

    /// Words that are a list, or one text with bars between them.
    List<String> words(String key) {
        JsonNode node = json.path(key);
        if (node.isString()) {
            return List.of(node.stringValue().split("\\|"));
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : node) {
            if (!word.isString()) {
                throw new WeightsException(
                        source + ": " + key + ": expected words, found " + shown(word) + " among them");
            }
            words.add(word.stringValue());
        }
        return words;
    }

    /// A value in a message, of bounded length.
    static String shown(JsonNode node) {
        return Printable.line(node.toString(), SHOWN);
    }

    /// What a key holds: a text, a number, true or false, a list or a map of these.
    public Optional<Object> find(String key) {
        return node(key).map(value -> JSON.convertValue(value, Object.class));
    }

    /// What a key holds, as JSON.
    Optional<JsonNode> node(String key) {
        return json.hasNonNull(key) ? Optional.of(json.get(key)) : Optional.empty();
    }

    /// This configuration with another value for a key.
    ///
    /// @param value a text, a number, true or false, a list or a map of these
    public EncoderConfig with(String key, Object value) {
        ObjectNode changed = json.deepCopy();
        changed.set(key, JSON.<JsonNode>valueToTree(value));
        return new EncoderConfig(source, changed);
    }

    /// This configuration with what Graft says of its own models, in place of what it said before.
    ///
    /// @param kind   [#TEXT] or [#LANGUAGE_MODEL]
    /// @param pooled whether it ends in [EncoderHead.Pooled], which earlier versions of Graft do not know
    /// @param more   members beside kind and version
    public EncoderConfig withOwn(String kind, boolean pooled, Map<String, Integer> more) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put(KIND, kind);
        own.put("version", pooled ? VERSION : CLASS_TOKEN_ONLY);
        own.putAll(more);
        return with(OWN, own);
    }

    /// Whether Graft wrote it for a model that guesses hidden tokens.
    public boolean isLanguageModel() {
        return isOwn(LANGUAGE_MODEL);
    }

    /// Whether Graft wrote it for a model with a task.
    public boolean isTextModel() {
        return isOwn(TEXT);
    }

    private boolean isOwn(String kind) {
        return json.path(OWN).path(KIND).asString("").equals(kind);
    }

    /// This configuration without a key.
    public EncoderConfig without(String key) {
        ObjectNode changed = json.deepCopy();
        changed.remove(key);
        return new EncoderConfig(source, changed);
    }

    /// Rows of the word embedding.
    public int vocabulary() {
        return size("vocab_size");
    }

    /// How long the vector of a token is.
    public int width() {
        return size(json.has("dim") ? "dim" : "hidden_size");
    }

    /// The number of the token that fills up short texts.
    int padding() {
        return integer("pad_token_id", 0);
    }

    /// About how many parameters the network has: embeddings, and in each layer attention and what follows it.
    public double parameters() {
        double width = first(768, "hidden_size", "dim");
        double inner = first(4 * width, "intermediate_size", "hidden_dim");
        double layers = first(12, "num_hidden_layers", "n_layers");
        double rows = first(1, "vocab_size") + first(512, "max_position_embeddings") + first(2, "type_vocab_size");
        double wide = first(width, "embedding_size");
        return rows * Math.min(wide, width) + layers * width * (4 * width + 2 * inner);
    }

    private double first(double otherwise, String... keys) {
        for (String key : keys) {
            if (json.path(key).isNumber()) {
                return Math.max(0, json.path(key).doubleValue());
            }
        }
        return otherwise;
    }

    /// Looks at sizes before anything of them is allocated: each by itself, heads that share the width, and all
    /// together beside this machine's memory.
    ///
    /// @throws WeightsException if the network cannot be built
    void requireBuildable() {
        for (String key : List.of(
                "num_hidden_layers", "n_layers", "vocab_size", "max_position_embeddings", "hidden_size", "dim")) {
            if (json.has(key)) {
                size(key, 1);
            }
        }
        for (String key :
                List.of("position_buckets", "max_relative_positions", "local_attention", "conv_kernel_size")) {
            if (integer(key, 0) > MOST_POSITIONS) {
                throw new WeightsException(source + ": " + key + ": expected at most " + MOST_POSITIONS + ", found "
                        + shown(json.get(key)) + "; the file is damaged: copy it again");
            }
        }
        double width = first(768, "hidden_size", "dim");
        double heads = first(1, "num_attention_heads", "n_heads");
        if (heads >= 1 && width % heads != 0) {
            throw new WeightsException(String.format(
                    Locale.ROOT,
                    "%s: expected a width that its attention heads divide, found %.0f and %.0f heads",
                    source,
                    width,
                    heads));
        }
        requireMemory();
    }

    private void requireMemory() {
        double bytes = parameters() * BYTES_PER_PARAMETER;
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        if (bytes > memory) {
            throw new WeightsException(String.format(
                    Locale.ROOT,
                    "%s: describes a network of about %,.0f million parameters, %,.0f GB; this machine has %,.0f GB of"
                            + " memory: take a smaller model, or copy the file again if it is damaged",
                    source,
                    parameters() / 1e6,
                    bytes / 1e9,
                    memory / 1e9));
        }
    }

    /// Every dropout that the configuration has, set to one probability.
    ///
    /// @param probability at least 0 and below 1
    public EncoderConfig withDropout(double probability) {
        EncoderConfig changed = this;
        for (String key : Encoders.family(this).dropouts()) {
            changed = changed.with(key, probability);
        }
        return changed;
    }

    /// What messages call it.
    String source() {
        return source;
    }

    /// Indented JSON.
    @Override
    public String toString() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}

package dev.graft.zoo.encoder;

import dev.graft.text.Printable;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What sentence-transformers keeps beside an encoder: how one vector is made of a text.
/// ```text
/// modules.json                the steps, in order: the encoder, pooling, perhaps a norm of 1
/// sentence_bert_config.json   tokens of a text at most
/// 1_Pooling/config.json       how it is pooled
/// ```
/// The encoder's own files lie beside these; in folders of earlier versions in one below, `0_Transformer`, with what is
/// said of its length.
///
/// Read are folders of sentence-transformers 2 to 6 (tried with 6.2.0); written is what all of them read.
///
/// @param pooling    how the vectors of tokens become one
/// @param normalized whether its length is made 1
/// @param maxLength  tokens of a text at most; 0 where it is not said
public record SentenceModules(Pooling pooling, boolean normalized, int maxLength) {
    private static final String MODULES = "modules.json";
    private static final String SETTINGS = "sentence_bert_config.json";
    private static final String PROMPTS = "config_sentence_transformers.json";
    private static final String CONFIG = "config.json";
    private static final String POOLING_FOLDER = "1_Pooling";
    private static final String NORM_FOLDER = "2_Normalize";
    private static final String PACKAGE = "sentence_transformers.models.";
    private static final String OLD_MODE = "pooling_mode_";
    private static final List<String> TYPES = List.of("Transformer", "Pooling", "Normalize");
    private static final int SHOWN = 80;
    private static final JsonMapper JSON = new JsonMapper();

    /// Names that the earlier form of a pooling's configuration has for what is read here.
    private static final Map<String, Pooling> OLD_MODES = Map.of(
            "cls_token", Pooling.CLS,
            "mean_tokens", Pooling.MEAN,
            "max_tokens", Pooling.MAX);

    /// Where the files of the encoder are: in the folder itself, or in the one below that it names.
    ///
    /// @throws WeightsException if it is damaged
    public static Path encoderIn(Path folder) {
        if (!isIn(folder) || Files.isRegularFile(folder.resolve(CONFIG))) {
            return folder;
        }
        return steps(folder).stream()
                .findFirst()
                .map(step -> folder.resolve(step.path()))
                .filter(below ->
                        below.normalize().startsWith(folder.normalize()) && Files.isRegularFile(below.resolve(CONFIG)))
                .orElse(folder);
    }

    /// The folder whose encoder it is, if there is one.
    private static Optional<Path> around(Path encoder) {
        if (isIn(encoder)) {
            return Optional.of(encoder);
        }
        Path above = encoder.toAbsolutePath().normalize().getParent();
        return Optional.ofNullable(above)
                .filter(folder -> isIn(folder)
                        && encoderIn(folder).equals(encoder.toAbsolutePath().normalize()));
    }

    /// What is said of the encoder in a folder.
    ///
    /// @return empty if it is not one of sentence-transformers
    /// @throws WeightsException if it says something that is not read here, or is damaged
    public static Optional<SentenceModules> in(Path encoder) {
        return around(encoder).map(folder -> read(folder, encoder, steps(folder)));
    }

    /// The same for whoever can do without: empty also where it says something that is not read here.
    ///
    /// @throws WeightsException if it is damaged
    public static Optional<SentenceModules> readable(Path encoder) {
        return around(encoder).flatMap(folder -> {
            List<Step> steps = steps(folder);
            boolean known = isKnown(steps) && poolings(folder, steps).size() == 1;
            return known ? Optional.of(read(folder, encoder, steps)) : Optional.empty();
        });
    }

    /// Tokens of a text at most; 0 where a folder does not say it.
    ///
    /// @throws WeightsException if it is damaged
    public static int maxLength(Path folder) {
        Path file = folder.resolve(SETTINGS);
        return Files.isRegularFile(file)
                ? Math.max(0, json(file).path("max_seq_length").asInt(0))
                : 0;
    }

    private static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(MODULES));
    }

    /// A module: what it is, and where its files are.
    private record Step(String type, String path) {}

    private static List<Step> steps(Path folder) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json(folder.resolve(MODULES))) {
            String type = step.path("type").asString("");
            steps.add(new Step(
                    type.substring(type.lastIndexOf('.') + 1), step.path("path").asString("")));
        }
        return steps;
    }

    private static boolean isKnown(List<Step> steps) {
        List<String> types = steps.stream().map(Step::type).toList();
        return types.size() > 1 && types.size() <= TYPES.size() && types.equals(TYPES.subList(0, types.size()));
    }

    private static SentenceModules read(Path folder, Path encoder, List<Step> steps) {
        if (!isKnown(steps)) {
            List<String> types = steps.stream().map(Step::type).toList();
            throw new WeightsException(
                    folder.resolve(MODULES) + ": expected the modules Transformer, Pooling and perhaps"
                            + " Normalize, found " + Printable.line(String.join(", ", types), SHOWN)
                            + "; take a model without other modules, or of this one the encoder alone: --pooling mean");
        }
        List<Pooling> poolings = poolings(folder, steps);
        if (poolings.size() != 1) {
            throw new WeightsException(poolingFile(folder, steps) + ": expected one pooling of "
                    + String.join(", ", Pooling.words()) + ", found "
                    + Printable.line(String.join(" and ", modes(json(poolingFile(folder, steps)))), SHOWN)
                    + "; take another model, or of this one the encoder alone: --pooling mean");
        }
        requireNoPrompt(folder.resolve(PROMPTS));
        return new SentenceModules(poolings.getFirst(), steps.size() > 2, maxLength(encoder));
    }

    /// Words that the library puts before each text without being asked.
    private static void requireNoPrompt(Path file) {
        JsonNode settings = Files.isRegularFile(file) ? json(file) : JSON.createObjectNode();
        String prompt = settings.path("prompts")
                .path(settings.path("default_prompt_name").asString(""))
                .asString("");
        if (!prompt.isEmpty()) {
            throw new WeightsException(file + ": default_prompt_name: expected none, found one that begins every text"
                    + " with '" + Printable.line(prompt, SHOWN) + "'; write null there, and put it into the texts");
        }
    }

    /// Those that are read here; none where there is also another.
    private static List<Pooling> poolings(Path folder, List<Step> steps) {
        List<String> modes = modes(json(poolingFile(folder, steps)));
        return Pooling.words().containsAll(modes)
                ? modes.stream().map(Pooling::of).toList()
                : List.of();
    }

    private static Path poolingFile(Path folder, List<Step> steps) {
        Path file = folder.resolve(steps.get(1).path()).resolve(CONFIG).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
            throw new WeightsException(folder.resolve(MODULES) + ": expected the pooling's configuration in the model's"
                    + " folder, found none at "
                    + Printable.line(steps.get(1).path() + "/" + CONFIG, SHOWN) + "; copy all folders of the model");
        }
        return file;
    }

    /// How it is pooled, in words: those that are not known as the file has them.
    private static List<String> modes(JsonNode config) {
        JsonNode now = config.path("pooling_mode");
        if (now.isString()) {
            return List.of(now.stringValue());
        }
        List<String> modes = new ArrayList<>();
        now.forEach(mode -> modes.add(mode.asString("")));
        if (modes.isEmpty()) {
            config.properties().forEach(member -> {
                if (member.getKey().startsWith(OLD_MODE) && member.getValue().asBoolean(false)) {
                    String old = member.getKey().substring(OLD_MODE.length());
                    Pooling known = OLD_MODES.get(old);
                    modes.add(known == null ? old : known.word());
                }
            });
        }
        return modes.isEmpty() ? List.of(Pooling.MEAN.word()) : modes; // as sentence-transformers has it
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new WeightsException(file + ": is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Writes it beside an encoder.
    ///
    /// @param width of the vectors
    /// @throws WeightsException if a file cannot be written
    public void write(Path folder, int width) {
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(step(0, "", "Transformer"));
        steps.add(step(1, POOLING_FOLDER, "Pooling"));
        if (normalized) {
            steps.add(step(2, NORM_FOLDER, "Normalize"));
        }
        Map<String, Object> pooled = new LinkedHashMap<>();
        pooled.put("word_embedding_dimension", width);
        OLD_MODES.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(mode -> pooled.put(OLD_MODE + mode.getKey(), mode.getValue() == pooling));
        write(folder.resolve(MODULES), steps);
        write(folder.resolve(SETTINGS), Map.of("max_seq_length", maxLength));
        write(directory(folder.resolve(POOLING_FOLDER)).resolve(CONFIG), pooled);
    }

    private static Map<String, Object> step(int number, String path, String type) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("idx", number);
        step.put("name", Integer.toString(number));
        step.put("path", path);
        step.put("type", PACKAGE + type);
        return step;
    }

    private static Path directory(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WeightsException(folder + ": cannot be made: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, Object content) {
        AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }
}

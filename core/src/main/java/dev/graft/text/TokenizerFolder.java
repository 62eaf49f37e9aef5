package dev.graft.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The small files beside a vocabulary that say how it is meant.
///
/// @param folder   where they are
/// @param settings `tokenizer_config.json`; empty if there is none
/// @param specials `special_tokens_map.json`; empty if there is none
/// @param model    `config.json`; empty if there is none
record TokenizerFolder(Path folder, ObjectNode settings, ObjectNode specials, ObjectNode model) {
    static final String TOKENIZER = "tokenizer.json";
    static final String SETTINGS = "tokenizer_config.json";
    static final String SPECIALS = "special_tokens_map.json";
    static final String WORD_PIECE = "vocab.txt";
    static final String BPE = "vocab.json";
    static final String MERGES = "merges.txt";
    private static final String ADDED = "added_tokens.json";
    private static final double NO_LENGTH = 1e6; // transformers writes 1e30 where there is none

    static final JsonMapper JSON = new JsonMapper();

    static TokenizerFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TokenizerException(folder + ": expected the folder of a model, found "
                    + (Files.exists(folder) ? "a file" : "nothing"));
        }
        return new TokenizerFolder(
                folder, object(folder, SETTINGS), object(folder, SPECIALS), object(folder, "config.json"));
    }

    /// Of a tokenizer that is in no folder.
    static TokenizerFolder none() {
        return new TokenizerFolder(Path.of("tokenizer"), empty(), empty(), empty());
    }

    boolean has(String file) {
        return Files.isRegularFile(folder.resolve(file));
    }

    /// Tokens beside the vocabulary, with their numbers.
    ObjectNode added() {
        return object(folder, ADDED);
    }

    /// Files that only the library sentencepiece can read.
    List<String> sentencePieces() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".model"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new TokenizerException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// What a special token is called, by the key that HuggingFace has for it.
    Optional<String> special(String key) {
        return Stream.of(specials, settings)
                .map(map -> map.path(key))
                .map(node -> node.isObject() ? node.path("content") : node)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst();
    }

    OptionalInt maxLength() {
        JsonNode length = settings.path("model_max_length");
        return length.isNumber() && length.doubleValue() >= 1 && length.doubleValue() < NO_LENGTH
                ? OptionalInt.of(length.intValue())
                : OptionalInt.empty();
    }

    Optional<Boolean> flag(String key) {
        JsonNode node = settings.path(key);
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    ObjectNode json(String file) {
        Path path = folder.resolve(file);
        String text = text(file);
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new TokenizerException(path + ": expected a JSON object, found "
                    + (text.isBlank() ? "an empty file" : "something else") + "; copy it again");
        } catch (JacksonException e) {
            throw new TokenizerException(
                    path + ": is no JSON: " + e.getOriginalMessage() + "; it is damaged: copy it again", e);
        }
    }

    String text(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new TokenizerException(path + ": is not UTF-8; it is damaged: copy it again", e);
        } catch (IOException e) {
            throw new TokenizerException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Lines without empty ones at the end.
    List<String> lines(String file) {
        Path path = folder.resolve(file);
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(path));
            while (!lines.isEmpty() && lines.getLast().isEmpty()) {
                lines.removeLast();
            }
            if (lines.isEmpty()) {
                throw new TokenizerException(
                        path + ": expected a token in each line, found an empty file; copy it again");
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new TokenizerException(path + ": is not UTF-8; it is damaged: copy it again", e);
        } catch (IOException e) {
            throw new TokenizerException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode object(Path folder, String file) {
        return Files.isRegularFile(folder.resolve(file))
                ? new TokenizerFolder(folder, empty(), empty(), empty()).json(file)
                : empty();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}

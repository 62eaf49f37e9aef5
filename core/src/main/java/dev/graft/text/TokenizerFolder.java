package dev.graft.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files of a tokenizer, and what the small ones beside the vocabulary say.
///
/// @param folder   where they are
/// @param settings `tokenizer_config.json`; empty if there is none
/// @param specials `special_tokens_map.json`; empty if there is none
/// @param added    `added_tokens.json`: tokens beside the vocabulary, with their numbers; empty if there is none
/// @param model    `config.json`; empty if there is none
record TokenizerFolder(Path folder, ObjectNode settings, ObjectNode specials, ObjectNode added, ObjectNode model) {
    static final String TOKENIZER = "tokenizer.json";
    static final String SETTINGS = "tokenizer_config.json";
    static final String SPECIALS = "special_tokens_map.json";
    static final String ADDED = "added_tokens.json";
    static final String WORD_PIECE = "vocab.txt";
    static final String BPE = "vocab.json";
    static final String MERGES = "merges.txt";
    private static final double NO_LENGTH = 1e6; // transformers writes 1e30 where there is none
    private static final long MOST_BYTES = 1L << 29; // the largest in use have some 40 MB
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /// The native library's parser runs out of stack where lists in lists go on for a hundred levels; real files have
    /// ten.
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength((int) MOST_BYTES)
                            .build())
                    .build())
            .build();

    static TokenizerFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TokenizerException(folder + ": expected the folder of a model, found "
                    + (Files.exists(folder) ? "a file" : "nothing"));
        }
        return new TokenizerFolder(
                folder,
                object(folder, SETTINGS),
                object(folder, SPECIALS),
                object(folder, ADDED),
                object(folder, "config.json"));
    }

    /// Of a vocabulary that is in no folder.
    static TokenizerFolder none(ObjectNode settings) {
        return new TokenizerFolder(Path.of("vocabulary"), settings, empty(), empty(), empty());
    }

    boolean has(String file) {
        return Files.isRegularFile(folder.resolve(file));
    }

    /// What a file is called in messages.
    String place(String file) {
        return folder.resolve(file).toString();
    }

    /// Files that only the library sentencepiece can read.
    List<String> sentencePieces() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".model"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new TokenizerException(folder + ": cannot be read: " + reason(e), e);
        }
    }

    /// What a special token is called, by the key that HuggingFace has for it.
    Optional<String> special(String key) {
        return Stream.of(specials, settings)
                .map(map -> map.path(key))
                .map(TokenizerFolder::content)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// How a special token is looked for, if it is said: flags such as `lstrip`, the space before it being part of it.
    Optional<JsonNode> manner(String key) {
        return Stream.of(specials, settings)
                .map(map -> map.path(key))
                .filter(node -> content(node).isPresent())
                .findFirst()
                .filter(JsonNode::isObject);
    }

    /// Special tokens without a meaning of their own.
    List<String> moreSpecials() {
        return Stream.of(specials, settings)
                .flatMap(map -> map.path("additional_special_tokens").valueStream())
                .map(TokenizerFolder::content)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /// A token is a string, or an object with its string and how it is looked for.
    private static Optional<String> content(JsonNode node) {
        return Optional.of(node.isObject() ? node.path("content") : node)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(name -> !name.isEmpty());
    }

    OptionalInt maxLength() {
        JsonNode length = settings.path("model_max_length");
        return length.isNumber() && length.doubleValue() >= 1 && length.doubleValue() < NO_LENGTH
                ? OptionalInt.of((int) length.doubleValue())
                : OptionalInt.empty();
    }

    Optional<Boolean> flag(String key) {
        JsonNode node = settings.path(key);
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    ObjectNode json(String file) {
        return json(folder.resolve(file));
    }

    private static ObjectNode json(Path file) {
        String text = text(file);
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new TokenizerException(file + ": expected a JSON object, found "
                    + (text.isBlank() ? "an empty file" : "something else") + "; copy it again");
        } catch (JacksonException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new TokenizerException(
                    file + line + ": is not JSON: " + firstLine(e.getOriginalMessage())
                            + "; it is damaged: copy it again",
                    e);
        }
    }

    /// Lines without empty ones at the end.
    List<String> lines(String file) {
        List<String> lines = new ArrayList<>(text(folder.resolve(file)).lines().toList());
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new TokenizerException(
                    place(file) + ": expected a token in each line, found an empty file; copy it again");
        }
        return lines;
    }

    private static String text(Path file) {
        try {
            RegularFile.require(file);
            if (Files.size(file) > MOST_BYTES) {
                throw new TokenizerException(file + ": expected a tokenizer's file, found " + Files.size(file)
                        + " bytes, which is more than any has");
            }
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new TokenizerException(file + ": is not UTF-8; it is damaged: copy it again", e);
        } catch (IOException e) {
            throw new TokenizerException(file + ": cannot be read: " + reason(e), e);
        }
    }

    private static ObjectNode object(Path folder, String file) {
        return Files.isRegularFile(folder.resolve(file)) ? json(folder.resolve(file)) : empty();
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Why something with files failed, without the file's name.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is none";
            case AccessDeniedException denied -> "access is denied";
            default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    }

    static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}

package dev.graft.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tokenizer as transformers' `save_pretrained` does, so that `AutoTokenizer` makes the same of it.
///
/// @param json     `tokenizer.json`
/// @param settings `tokenizer_config.json`
/// @param specials `special_tokens_map.json`
record FolderWriter(ObjectNode json, ObjectNode settings, ObjectNode specials) {
    static FolderWriter of(ObjectNode json, TokenizerFolder files, Vocabulary vocabulary, SpecialTokens special) {
        ObjectNode names = TokenizerFolder.empty();
        put(names, "pad_token", OptionalInt.of(special.pad()), vocabulary);
        put(names, "unk_token", special.unknown(), vocabulary);
        put(names, "cls_token", special.start(), vocabulary);
        put(names, "sep_token", special.end(), vocabulary);
        put(names, "mask_token", special.mask(), vocabulary);
        ObjectNode settings = names.deepCopy();
        settings.put("tokenizer_class", tokenizerClass(json));
        settings.setAll(files.settings());
        said(json, settings);
        ObjectNode specials = names.deepCopy();
        specials.setAll(files.specials());
        return new FolderWriter(json, settings, specials);
    }

    private static void put(ObjectNode names, String key, OptionalInt id, Vocabulary vocabulary) {
        if (id.isPresent()) {
            vocabulary.name(id.getAsInt()).ifPresent(name -> names.put(key, name));
        }
    }

    /// The class of transformers that makes such a tokenizer.
    private static String tokenizerClass(ObjectNode json) {
        String model = modelType(json.path("model"));
        String normalizer = json.path("normalizer").path("type").asString("");
        String processor = json.path("post_processor").path("type").asString("");
        if (model.equals("WordPiece") && normalizer.equals("BertNormalizer")) {
            return "BertTokenizer";
        }
        return model.equals("BPE") && processor.equals("RobertaProcessing")
                ? "RobertaTokenizer"
                : "PreTrainedTokenizerFast";
    }

    /// Files of the first versions do not say it.
    private static String modelType(JsonNode model) {
        String guess = model.has("merges") ? "BPE" : model.has("max_input_chars_per_word") ? "WordPiece" : "";
        return model.path("type").asString(guess);
    }

    /// BERT's class in transformers overrules `tokenizer.json` by what is said here, and throws case away if nothing
    /// is.
    private static void said(ObjectNode json, ObjectNode settings) {
        JsonNode normalizer = json.path("normalizer");
        if (normalizer.path("type").asString("").equals("BertNormalizer")) {
            settings.put("do_lower_case", normalizer.path("lowercase").asBoolean(true));
            settings.put(
                    "tokenize_chinese_chars",
                    normalizer.path("handle_chinese_chars").asBoolean(true));
            settings.set("strip_accents", normalizer.path("strip_accents"));
        }
        JsonNode words = json.path("pre_tokenizer");
        if (words.path("type").asString("").equals("ByteLevel")) {
            settings.put("add_prefix_space", words.path("add_prefix_space").asBoolean(false));
        }
    }

    void write(Path folder) {
        write(folder.resolve(TokenizerFolder.TOKENIZER), json.toString());
        write(folder.resolve(TokenizerFolder.SETTINGS), indented(settings));
        write(folder.resolve(TokenizerFolder.SPECIALS), indented(specials));
        JsonNode model = json.path("model");
        switch (modelType(model)) {
            case "WordPiece" -> writeWordPieces(folder, model);
            case "BPE" -> writeMerges(folder, model);
            default -> {} // tokenizer.json is all there is
        }
    }

    private static void writeWordPieces(Path folder, JsonNode model) {
        List<Map.Entry<String, JsonNode>> tokens = model.path("vocab").properties().stream()
                .sorted(Comparator.comparingInt(token -> token.getValue().intValue()))
                .toList();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).getValue().intValue() != i
                    || tokens.get(i).getKey().lines().count() > 1) {
                return; // lines could not say these numbers
            }
        }
        StringBuilder lines = new StringBuilder();
        tokens.forEach(token -> lines.append(token.getKey()).append('\n'));
        write(folder.resolve(TokenizerFolder.WORD_PIECE), lines.toString());
    }

    private static void writeMerges(Path folder, JsonNode model) {
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        for (JsonNode merge : model.path("merges")) {
            String line = merge.isArray()
                    ? merge.path(0).asString("") + " " + merge.path(1).asString("")
                    : merge.asString("");
            if (line.split("\\s", -1).length != 2) {
                return; // lines could not say where a piece ends
            }
            lines.append(line).append('\n');
        }
        write(folder.resolve(TokenizerFolder.BPE), model.path("vocab").toString());
        write(folder.resolve(TokenizerFolder.MERGES), lines.toString());
    }

    private static String indented(ObjectNode json) {
        return TokenizerFolder.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void write(Path file, String text) {
        try (Draft draft = Draft.of(file)) {
            Channels.newOutputStream(draft.channel()).write(text.getBytes(StandardCharsets.UTF_8));
            draft.moveIntoPlace();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + TokenizerFolder.reason(e), e);
        }
    }
}

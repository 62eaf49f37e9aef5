package dev.graft.text;

import dev.graft.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Small tokenizers, written into folders.
final class Folders {
    /// Pieces such as 영화 and ##였다, with case.
    static final List<String> TOKENS = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "좋", "##은", "영화", "##였다", "Hello", "##s", "a", "##b", "!");

    /// Tokens of sentencepiece with scores, as XLM-RoBERTa has them.
    private static final String UNIGRAM = """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
               {"id": 0, "content": "<s>", %s},
               {"id": 1, "content": "<pad>", %s},
               {"id": 2, "content": "</s>", %s},
               {"id": 3, "content": "<unk>", %s},
               {"id": 10, "content": "<mask>", %s}],
             "normalizer": {"type": "NFKC"},
             "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                          {"SpecialToken": {"id": "</s>", "type_id": 0}}],
               "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                        {"SpecialToken": {"id": "</s>", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}},
                        {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
               "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                                  "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}},
             "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
             "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false,
               "vocab": [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], ["\u2581", -2.5],
                         ["\u2581영화", -3.25], ["영", -5.5], ["화", -5.5], ["hello", -6.125], ["o", -7.0]]}}
            """.replace("%s", """
                            "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true""");

    private Folders() {}

    /// Writes files into a folder.
    static Path write(Path folder, Map<String, String> files) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes one of the cases that transformers encoded texts with.
    static Path golden(Path folder, String name) {
        for (JsonNode found : Golden.json("tokenizers/values.json").path("cases")) {
            if (found.path("name").stringValue().equals(name)) {
                found.path("files")
                        .properties()
                        .forEach(file -> write(
                                folder, Map.of(file.getKey(), file.getValue().stringValue())));
                return folder;
            }
        }
        throw new IllegalArgumentException(name);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path wordPieces(Path folder, List<String> tokens) {
        return write(folder, Map.of("vocab.txt", String.join("\n", tokens) + "\n"));
    }

    static Path unigram(Path folder) {
        return write(folder, Map.of("tokenizer.json", UNIGRAM));
    }
}

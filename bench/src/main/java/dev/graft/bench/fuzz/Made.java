package dev.graft.bench.fuzz;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Files that are written out here.
final class Made {
    /// Pieces with scores and a compiled table of normalizations, as sentencepiece makes them.
    static final String UNIGRAM = """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
               {"id": 0, "content": "<s>", %1$s}, {"id": 1, "content": "<pad>", %1$s},
               {"id": 2, "content": "</s>", %1$s}, {"id": 3, "content": "<unk>", %1$s}],
             "normalizer": {"type": "Sequence", "normalizers": [
               {"type": "Precompiled", "precompiled_charsmap": "%2$s"},
               {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "WhitespaceSplit"},
               {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true}]},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
               "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}},
             "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
             "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false,
               "vocab": [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], ["\u2581", -2.5],
                         ["\u2581a", -3.25], ["b", -5.5], ["c", -5.5], ["hello", -6.125], ["o", -7.0]]}}
            """.formatted(
                    "\"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false,"
                            + " \"special\": true",
                    charsmap());

    static final Map<String, String> TABLES = tables();

    private Made() {}

    /// A trie of 256 units, one for each byte a text may begin with, without entries; and the empty text that they
    /// would point at.
    private static String charsmap() {
        byte[] map = new byte[4 + 4 * 256 + 1];
        map[1] = 4; // 1,024 bytes of trie
        return Base64.getEncoder().encodeToString(map);
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("plain.csv", rows("text,label\n", ",", 30));
        tables.put("plain.tsv", rows("id\tsentence\tlabel\n", "\t", 30));
        tables.put("semicolons.csv", rows("text;label\n", ";", 20));
        tables.put("bare.csv", rows("", ",", 20));
        tables.put(
                "quoted.csv",
                "text,label\n\"a, \"\"b\"\" and\nc\",good\n\"좋은 영화, 추천\",good\nplain,bad\n\"x\",bad\nmore,good\n"
                        + "again,bad\n");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append("{\"text\": \"no %d\", \"label\": \"%s\", \"n\": [1, null]}\n"
                    .formatted(i, i % 2 == 0 ? "good" : "bad"));
        }
        tables.put("lines.jsonl", lines.toString());
        return tables;
    }

    private static String rows(String header, String separator, int count) {
        StringBuilder rows = new StringBuilder(header);
        boolean numbered = header.startsWith("id");
        for (int i = 0; i < count; i++) {
            rows.append(numbered ? i + separator : "")
                    .append("text number ")
                    .append(i)
                    .append(separator)
                    .append(i % 3 == 0 ? "good" : "bad")
                    .append('\n');
        }
        return rows.toString();
    }
}

package dev.graft.bench;

import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What the rows of texts work on: film reviews, the same as numbers of tokens for programs without a tokenizer, and
/// the folder of a model of BERT-base's shape without weights.
/// ```text
/// data/train.tsv, data/validation.tsv   id, text, label
/// model/config.json, tokenizer.json      12 layers, 768 wide, 119,547 tokens
/// tokens.json                            train and validation, each a list of {ids, label}
/// ```
record Texts(Path folder) {
    /// Texts in a batch, for all programs.
    static final int BATCH = 16;

    /// Tokens of a text at most.
    static final int MAX_LENGTH = 128;

    /// Passes over the texts in text-frozen.
    static final int FROZEN_EPOCHS = 5;

    private static final int VALIDATION_SHARE = 4;
    private static final JsonMapper JSON = new JsonMapper();

    /// A text with its class, as a number.
    private record Numbered(List<Integer> ids, int label) {}

    Path data() {
        return folder.resolve("data");
    }

    Path model() {
        return folder.resolve("model");
    }

    Path tokens() {
        return folder.resolve("tokens.json");
    }

    /// @param shared holds data/text/nsmc and vocab/bert-base-multilingual-cased
    /// @param count  texts to learn from
    static void prepare(Path shared, int count, Path folder) {
        Texts texts = new Texts(folder);
        Path reviews = shared.resolve("data/text/nsmc");
        Path vocabulary = shared.resolve("vocab/bert-base-multilingual-cased");
        for (Path needed : List.of(reviews, vocabulary)) {
            if (!Files.exists(needed)) {
                throw new IllegalArgumentException(needed + ": expected a folder, found none; see --shared");
            }
        }
        try {
            Files.createDirectories(texts.data());
            Files.createDirectories(texts.model());
            Files.writeString(texts.model().resolve("config.json"), JSON.writeValueAsString(config()));
            Files.copy(vocabulary.resolve("tokenizer.json"), texts.model().resolve("tokenizer.json"));
            Map<String, List<Numbered>> tokens = new LinkedHashMap<>();
            try (Tokenizer tokenizer = Tokenizers.read(texts.model())) {
                tokens.put("train", part(reviews, "train", count, texts, tokenizer));
                tokens.put("validation", part(reviews, "validation", count / VALIDATION_SHARE, texts, tokenizer));
            }
            Files.writeString(texts.tokens(), JSON.writeValueAsString(tokens));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Numbered> part(Path reviews, String name, int count, Texts to, Tokenizer tokenizer)
            throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<String> lines = Files.lines(reviews.resolve(name + ".tsv"))) {
            lines.limit(count + 1L).forEach(rows::add);
        }
        Files.write(to.data().resolve(name + ".tsv"), rows);
        List<String[]> cells =
                rows.stream().skip(1).map(row -> row.split("\t", -1)).toList();
        List<Encoding> encodings =
                tokenizer.encode(cells.stream().map(row -> Text.of(row[1])).toList(), MAX_LENGTH);
        List<Numbered> numbered = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<Integer> ids = Arrays.stream(encodings.get(i).ids()).boxed().toList();
            numbered.add(new Numbered(ids, cells.get(i)[2].equals("positive") ? 1 : 0));
        }
        return numbered;
    }

    /// Of bert-base-multilingual-cased.
    private static Map<String, Object> config() {
        return Map.ofEntries(
                Map.entry("model_type", "bert"),
                Map.entry("hidden_size", 768),
                Map.entry("intermediate_size", 3072),
                Map.entry("num_hidden_layers", 12),
                Map.entry("num_attention_heads", 12),
                Map.entry("vocab_size", 119_547),
                Map.entry("max_position_embeddings", 512),
                Map.entry("type_vocab_size", 2),
                Map.entry("hidden_act", "gelu"),
                Map.entry("layer_norm_eps", 1e-12),
                Map.entry("hidden_dropout_prob", 0.1),
                Map.entry("attention_probs_dropout_prob", 0.1),
                Map.entry("initializer_range", 0.02),
                Map.entry("pad_token_id", 0));
    }
}

package dev.graft.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folder of a BERT that fits into a moment, without weights.
public final class ToyBert {
    /// All that it can read.
    public static final List<String> WORDS =
            List.of("the", "film", "was", "good", "bad", "very", "and", "long", "short", "dull", "fun", "plot");

    private ToyBert() {}

    /// Two layers for texts of 16 tokens.
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "bert", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
                 "intermediate_size": 32, "vocab_size": 20, "max_position_embeddings": 16, "type_vocab_size": 2,
                 "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "pad_token_id": 0}""");
        List<String> vocabulary = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        vocabulary.addAll(WORDS);
        Files.write(folder.resolve("vocab.txt"), vocabulary);
        return folder;
    }
}

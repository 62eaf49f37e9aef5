package dev.graft.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Which files make a model folder.
final class HfFiles {
    static final String CONFIG = "config.json";

    /// All that a tokenizer may be made of; no model has all of them. What it can do without comes first: a folder
    /// that has the others counts as whole.
    static final List<String> TOKENIZER = List.of(
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "tokenizer.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt");

    /// What says that a folder is one of sentence-transformers.
    static final String MODULES = "modules.json";

    /// What else such a folder has beside its encoder, with the names of folders that all of them have.
    static final List<String> OF_SENTENCES =
            List.of("sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json");

    /// In words, for a person who has to bring them.
    static final String WANTED =
            "a folder with config.json, model.safetensors or pytorch_model.bin, and tokenizer.json or vocab.txt";

    private static final String INDEX = ".index.json";

    private HfFiles() {}

    /// Whether a name of [WeightsFile#IN_FOLDERS] is that of a list of shards.
    static boolean isIndex(String name) {
        return name.endsWith(INDEX);
    }

    /// Whether these files are enough to cut texts into tokens.
    static boolean makeTokenizer(Predicate<String> has) {
        return has.test("tokenizer.json") || has.test("vocab.txt") || has.test("vocab.json") && has.test("merges.txt");
    }

    /// What a folder lacks of a model, in words; empty if nothing.
    ///
    /// @throws WeightsException if its list of shards is damaged
    static Optional<String> lacks(Path folder) {
        Predicate<String> has = name -> Files.isRegularFile(folder.resolve(name));
        if (!has.test(CONFIG)) {
            return Optional.of(CONFIG);
        }
        if (!hasWeights(folder)) {
            return Optional.of("model.safetensors or pytorch_model.bin");
        }
        return makeTokenizer(has) ? Optional.empty() : Optional.of("tokenizer.json or vocab.txt");
    }

    /// Whether there are weights, with all their shards.
    static boolean hasWeights(Path folder) {
        return WeightsFile.IN_FOLDERS.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .anyMatch(name -> !isIndex(name)
                        || shards(folder.resolve(name)).stream()
                                .allMatch(shard -> Files.isRegularFile(folder.resolve(shard))));
    }

    /// @throws WeightsException naming the file, if it is no list of shards
    static List<String> shards(Path index) {
        try {
            return List.copyOf(ShardIndex.files(index));
        } catch (WeightsException e) {
            throw new WeightsException(Lines.message(index + ": " + e.getMessage()), e);
        } catch (IOException e) {
            throw new WeightsException(index + ": cannot be read: " + Failures.reason(e), e);
        }
    }
}

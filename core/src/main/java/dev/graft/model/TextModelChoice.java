package dev.graft.model;

import dev.graft.nn.Lora;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which text model to start from, and how.
///
/// @param folder    a HuggingFace model folder: `config.json`, weights, and the tokenizer's files
/// @param weights   what it starts from; `pretrained` is the folder's own
/// @param maxLength tokens of a text at most, special ones included; 0 for as many as the model takes
/// @param seed      of whatever is not loaded: the new head, or everything; null for that of the training
/// @param dropout   probability of every dropout, at least 0 and below 1; null for each as the folder says
/// @param lora      adapters to lay beside its layers, by default beside queries and values; null for none
public record TextModelChoice(
        Path folder,
        InitialWeights weights,
        int maxLength,
        @Nullable Long seed,
        @Nullable Double dropout,
        @Nullable Lora lora) {
    /// @throws IllegalArgumentException if the length is 1 to 3 tokens, or below 0
    public TextModelChoice {
        TextModelConfig.requireLength(maxLength);
    }

    /// The folder's weights, texts as long as the model takes, drawn by the seed of the training.
    public static TextModelChoice of(Path folder) {
        return new TextModelChoice(folder, InitialWeights.pretrained(), 0, null, null, null);
    }

    public TextModelChoice withWeights(InitialWeights value) {
        return new TextModelChoice(folder, value, maxLength, seed, dropout, lora);
    }

    /// Cuts texts at so many tokens.
    public TextModelChoice withMaxLength(int value) {
        return new TextModelChoice(folder, weights, value, seed, dropout, lora);
    }

    public TextModelChoice withSeed(long value) {
        return new TextModelChoice(folder, weights, maxLength, value, dropout, lora);
    }

    /// Sets every dropout.
    public TextModelChoice withDropout(double value) {
        return new TextModelChoice(folder, weights, maxLength, seed, value, lora);
    }

    /// Lays adapters beside its layers; `Plans.adapters` trains them.
    public TextModelChoice withLora(Lora value) {
        return new TextModelChoice(folder, weights, maxLength, seed, dropout, value);
    }

    /// What the new parts are drawn by until a training says otherwise.
    long firstSeed() {
        return seed == null ? Fresh.USUAL_SEED : seed;
    }
}

package dev.graft.method;

import dev.graft.text.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A method of tuning, in one word; [dev.graft.tune.Plans] has what each does.
public enum Strategy {
    /// Only the new head learns.
    FEATURE_EXTRACTION,
    /// The head and the last stages before it learn.
    LAST_STAGE,
    /// Everything learns, the pretrained part more slowly.
    FULL,
    /// Everything learns, each stage faster than the one before it.
    DISCRIMINATIVE,
    /// Everything learns, each block a share as fast as the one after it.
    LAYER_DECAY,
    /// Stages join one by one, from the back.
    GRADUAL,
    /// First the head alone until it has converged, then everything.
    PROBE_THEN_FINE_TUNE,
    /// fastai's recipe: the head through one cycle, then everything through another.
    FINE_TUNE,
    /// Chosen stages and the head learn.
    SURGICAL,
    /// Norms and the head learn.
    NORM_ONLY,
    /// Biases and the head learn.
    BIAS_ONLY,
    /// Low-rank adapters beside the layers, and the head, learn.
    LORA;

    /// `feature-extraction`, as it is written on the command line and in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads a word, with hyphens or underscores.
    ///
    /// @throws IllegalArgumentException if there is no such strategy
    public static Strategy parse(String word) {
        String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(strategy -> strategy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> words =
                            Arrays.stream(values()).map(Strategy::word).toList();
                    return new IllegalArgumentException("strategy: expected " + String.join(", ", words) + ", found '"
                            + word + "'; nearest: "
                            + NearNames.nearest(word, words, 1).getFirst());
                });
    }

    @Override
    public String toString() {
        return word();
    }
}

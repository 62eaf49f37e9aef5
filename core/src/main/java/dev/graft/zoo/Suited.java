package dev.graft.zoo;

import org.jspecify.annotations.Nullable;

/// What suits a model when it is tuned, as far as it was measured; null where it was not.
///
/// @param headRate  learning rate of a new head on frozen features
/// @param partRate  learning rate of the last stages that are tuned beside a head
/// @param wholeRate learning rate of everything pretrained, where all of it is tuned
/// @param epochs    passes over the training examples
/// @param batch     examples in a batch
/// @param warmup    share of the run in which the rates rise from zero
public record Suited(
        @Nullable Double headRate,
        @Nullable Double partRate,
        @Nullable Double wholeRate,
        @Nullable Integer epochs,
        @Nullable Integer batch,
        @Nullable Double warmup) {
    /// Nothing was measured.
    public static final Suited UNKNOWN = new Suited(null, null, null, null, null, null);
}

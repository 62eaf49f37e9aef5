package dev.graft.tune;

import java.util.List;

/// Parameters that are trained alike, chosen by name.
///
/// A selector is one of
/// - the name of a stage: `layer4`, all its parameters
/// - the full name of a parameter: `fc.bias`
/// - a pattern over parameter names, where `*` is any run of characters, dots too, and `?` is one character:
///   `layer3.*`, `*.bias`
/// - any of these after `!`: not these, whatever the other selectors say
///
/// @param name          unique in its phase; what logs and metrics call it
/// @param selectors     at least one that is not a `!`
/// @param learningRate  at least 0; a schedule may change it from there
/// @param weightDecay   at least 0
/// @param decaysVectors whether the weight decay also pulls at parameters of one dimension, biases and norms
public record Group(
        String name, List<String> selectors, double learningRate, double weightDecay, boolean decaysVectors) {
    /// @throws IllegalArgumentException if it selects nothing, or a number is negative or not finite
    public Group {
        selectors = List.copyOf(selectors);
        if (name.isBlank()) {
            throw new IllegalArgumentException("group: a name is missing for " + selectors);
        }
        if (selectors.stream().allMatch(selector -> selector.startsWith("!"))) {
            throw new IllegalArgumentException("group " + name + ": is empty; name a stage or a pattern to train");
        }
        requireRate(name, "learning rate", learningRate);
        requireRate(name, "weight decay", weightDecay);
    }

    /// Its weight decay is for all its parameters.
    public Group(String name, List<String> selectors, double learningRate, double weightDecay) {
        this(name, selectors, learningRate, weightDecay, true);
    }

    public Group withLearningRate(double rate) {
        return new Group(name, selectors, rate, weightDecay, decaysVectors);
    }

    public Group withWeightDecay(double decay) {
        return new Group(name, selectors, learningRate, decay, decaysVectors);
    }

    /// Biases and norms do not decay: timm's and HuggingFace's habit.
    public Group withoutVectorDecay() {
        return new Group(name, selectors, learningRate, weightDecay, false);
    }

    private static void requireRate(String group, String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "group " + group + ": " + what + ": expected at least 0, found " + value);
        }
    }
}

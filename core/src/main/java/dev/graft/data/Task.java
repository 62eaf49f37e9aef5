package dev.graft.data;

import java.util.Arrays;
import java.util.Locale;

/// What a model answers, as a word; what that means for training and judging is in the room `task`. The words for what
/// is asked of whole examples are HuggingFace's `problem_type`.
public enum Task {
    /// One of some classes; targets are class indices, int64 `[N]`.
    SINGLE_LABEL_CLASSIFICATION,
    /// Any number of some classes; targets are 0 or 1, float32 `[N, classes]`.
    MULTI_LABEL_CLASSIFICATION,
    /// Numbers; targets are float32 `[N, values]`.
    REGRESSION,
    /// Which tokens were hidden: targets are their numbers in the vocabulary, int64 `[M]`, for `M` hidden tokens of a
    /// batch. It is no `problem_type`.
    MASKED_LANGUAGE_MODELING;

    /// `single_label_classification`, as it is written in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a word.
    ///
    /// @throws IllegalArgumentException if there is no such task
    public static Task of(String word) {
        return Arrays.stream(values())
                .filter(task -> task.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task: expected "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Task::word).toList()) + ", found '" + word + "'"));
    }

    /// What one of its outputs is called: `class`.
    public String noun() {
        return switch (this) {
            case SINGLE_LABEL_CLASSIFICATION -> "class";
            case MULTI_LABEL_CLASSIFICATION -> "label";
            case REGRESSION -> "number";
            case MASKED_LANGUAGE_MODELING -> "token";
        };
    }

    /// Whether each example has one class, which makes class weights and a confusion matrix possible.
    public boolean isSingleLabel() {
        return this == SINGLE_LABEL_CLASSIFICATION;
    }
}

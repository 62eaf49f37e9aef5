package dev.graft.data;

import java.util.Locale;

/// What a model answers. The words are HuggingFace's `problem_type`.
public enum Task {
    /// One of some classes; targets are class indices, int64 `[N]`.
    SINGLE_LABEL_CLASSIFICATION,
    /// Any number of some classes; targets are 0 or 1, float32 `[N, classes]`.
    MULTI_LABEL_CLASSIFICATION,
    /// Numbers; targets are float32 `[N, values]`.
    REGRESSION;

    /// `single_label_classification`, as it is written in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.graft.data;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the labels of a table are read.
///
/// @param task        what is learned; null where that is to be found out
/// @param separator   what stands between several labels in one column; empty for one label
/// @param keepMissing whether words that stand for a missing label, such as NaN, are labels
public record LabelOptions(@Nullable Task task, String separator, boolean keepMissing) {
    /// One label in a column, none where a word says so.
    public static final LabelOptions DEFAULT = new LabelOptions(null, "", false);

    /// @throws IllegalArgumentException if a separator goes with another task than several labels
    public LabelOptions {
        if (!separator.isEmpty() && task != null && task != Task.MULTI_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException("data: a separator between labels is for the task "
                    + Task.MULTI_LABEL_CLASSIFICATION.word() + ", found " + task.word());
        }
    }

    /// @param columns that were named for labels
    /// @throws IllegalArgumentException if one class is to stand in several
    public void requireColumns(List<String> columns) {
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalArgumentException("data: expected different columns for the labels, found " + columns);
        }
        if (task == Task.SINGLE_LABEL_CLASSIFICATION && columns.size() > 1) {
            throw new IllegalArgumentException("data: one class per example needs one label column, found " + columns
                    + "; for several use the task " + Task.MULTI_LABEL_CLASSIFICATION.word() + " or "
                    + Task.REGRESSION.word());
        }
    }
}

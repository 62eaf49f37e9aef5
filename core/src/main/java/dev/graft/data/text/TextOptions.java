package dev.graft.data.text;

import dev.graft.data.Task;
import dev.graft.data.Understood;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How [TextData] and [TextLines] read texts.
///
/// @param columns            where text and label stand
/// @param task               what is learned; null for one class a text, or several labels where the data have them.
///     Numbers are never guessed
/// @param labelSeparator     what stands between the labels of a text in one column; empty for one label
/// @param validationFraction share of each class that becomes the validation part where the data have none
/// @param seed               decides which texts these are
/// @param strict             a row that cannot be used is an error, not left out
/// @param testForValidation  a test part is the validation part where the data have no other, and nothing is split off
/// @param perClass           texts of each class that are kept of the training part, chosen by the seed; 0 for all
/// @param trained            what a model was trained on: the same columns are read where none is named; null for none
/// @param keepMissing        whether words that stand for a missing label in a table, such as NaN, are labels
public record TextOptions(
        Columns columns,
        @Nullable Task task,
        String labelSeparator,
        double validationFraction,
        long seed,
        boolean strict,
        boolean testForValidation,
        int perClass,
        boolean keepMissing,
        @Nullable Understood trained) {
    /// In place of a column's name: it is found by its name.
    public static final String AUTO = "auto";

    /// In place of a second text's column: there is none.
    public static final String NONE = "none";

    /// Where text and label stand: names of columns, or numbers from 1.
    ///
    /// @param text   column of the text, or [TextOptions#AUTO]
    /// @param pair   column of a second text, [TextOptions#AUTO] or [TextOptions#NONE]
    /// @param labels columns of the label; none to find it. Several are columns of 0 and 1, or of numbers
    /// @param header whether the first row of a table is a header; null to find out
    public record Columns(
            String text,
            String pair,
            List<String> labels,
            @Nullable Boolean header) {
        public Columns {
            labels = List.copyOf(labels);
        }
    }

    /// @throws IllegalArgumentException if a number is out of its range, or the task is none of labelled texts
    public TextOptions {
        if (!(validationFraction > 0 && validationFraction < 1)) {
            throw new IllegalArgumentException(
                    "data: expected a validation fraction between 0 and 1, found " + validationFraction);
        }
        if (perClass < 0) {
            throw new IllegalArgumentException("data: expected 0 or more texts of each class, found " + perClass);
        }
        if (perClass > 0 && task != null && task != Task.SINGLE_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException(
                    "data: few texts of each class go with one class a text, found the task " + task.word());
        }
        if (!labelSeparator.isEmpty() && task != null && task != Task.MULTI_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException("data: a separator between labels goes with the task "
                    + Task.MULTI_LABEL_CLASSIFICATION.word() + ", found " + task.word());
        }
        if (task == Task.SINGLE_LABEL_CLASSIFICATION && columns.labels().size() > 1) {
            throw new IllegalArgumentException("data: one class a text stands in one column, found " + columns.labels()
                    + "; several go with the task " + Task.MULTI_LABEL_CLASSIFICATION.word() + " or "
                    + Task.REGRESSION.word());
        }
        if (task == Task.MASKED_LANGUAGE_MODELING) {
            throw new IllegalArgumentException("data: " + task.word() + " takes texts without labels: see TextLines");
        }
    }

    /// Columns found by their names, 20% for validation, seed 0, rows that cannot be used left out.
    public static TextOptions defaults() {
        return new TextOptions(
                new Columns(AUTO, AUTO, List.of(), null), null, "", 0.2, 0, false, false, 0, false, null);
    }

    public TextOptions withColumns(Columns value) {
        return new TextOptions(
                value,
                task,
                labelSeparator,
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                keepMissing,
                trained);
    }

    /// @param column its name, or its number from 1
    public TextOptions withTextColumn(String column) {
        return withColumns(new Columns(column, columns.pair(), columns.labels(), columns.header()));
    }

    /// The column of a second text, such as the answer to a question; [#NONE] for none.
    ///
    /// @param column its name, or its number from 1
    public TextOptions withPairColumn(String column) {
        return withColumns(new Columns(columns.text(), column, columns.labels(), columns.header()));
    }

    /// @param column its name, or its number from 1
    public TextOptions withLabelColumn(String column) {
        return withLabelColumns(List.of(column));
    }

    /// Several columns of 0 and 1, each a label; or of numbers for a regression.
    ///
    /// @param labels names, or numbers from 1
    public TextOptions withLabelColumns(List<String> labels) {
        return withColumns(new Columns(columns.text(), columns.pair(), labels, columns.header()));
    }

    /// Whether the first row of a table is a header, where that cannot be seen.
    public TextOptions withHeader(boolean header) {
        return withColumns(new Columns(columns.text(), columns.pair(), columns.labels(), header));
    }

    public TextOptions withTask(Task value) {
        return new TextOptions(
                columns,
                value,
                labelSeparator,
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                keepMissing,
                trained);
    }

    /// What stands between the labels of a text in one column, such as `|`.
    public TextOptions withLabelSeparator(String value) {
        return new TextOptions(
                columns,
                task,
                value,
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                keepMissing,
                trained);
    }

    public TextOptions withValidationFraction(double value) {
        return new TextOptions(
                columns, task, labelSeparator, value, seed, strict, testForValidation, perClass, keepMissing, trained);
    }

    public TextOptions withSeed(long value) {
        return new TextOptions(
                columns,
                task,
                labelSeparator,
                validationFraction,
                value,
                strict,
                testForValidation,
                perClass,
                keepMissing,
                trained);
    }

    public TextOptions withStrict(boolean value) {
        return new TextOptions(
                columns,
                task,
                labelSeparator,
                validationFraction,
                seed,
                value,
                testForValidation,
                perClass,
                keepMissing,
                trained);
    }

    public TextOptions withTestForValidation(boolean value) {
        return new TextOptions(
                columns, task, labelSeparator, validationFraction, seed, strict, value, perClass, keepMissing, trained);
    }

    /// Learns from few texts of each class only; the validation part stays whole.
    public TextOptions withPerClass(int value) {
        return new TextOptions(
                columns,
                task,
                labelSeparator,
                validationFraction,
                seed,
                strict,
                testForValidation,
                value,
                keepMissing,
                trained);
    }

    /// Words that stand for a missing label in a table, such as NaN, are labels.
    public TextOptions withKeepMissing(boolean value) {
        return new TextOptions(
                columns,
                task,
                labelSeparator,
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                value,
                trained);
    }

    /// Reads the columns that a model was trained on, or the training part was read from.
    public TextOptions withTrained(@Nullable Understood value) {
        return new TextOptions(
                columns,
                task,
                labelSeparator,
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                keepMissing,
                value);
    }
}

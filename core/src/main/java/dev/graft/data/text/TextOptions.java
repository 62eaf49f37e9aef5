package dev.graft.data.text;

import dev.graft.data.Divided;
import dev.graft.data.LabelOptions;
import dev.graft.data.SplitOptions;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How [TextData] and [TextLines] read texts.
///
/// @param columns        where text and label stand
/// @param labelSeparator what stands between the labels of a text in one column; empty for one label
/// @param keepMissing    whether words that stand for a missing label in a table, such as NaN, are labels
/// @param split          how texts become parts, and what is learned. Numbers are never guessed
/// @param trained        what a model was trained on: the same columns are read where none is named; null for none
public record TextOptions(
        Columns columns,
        String labelSeparator,
        boolean keepMissing,
        SplitOptions split,
        @Nullable Understood trained) implements Divided<TextOptions> {
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

    /// @throws IllegalArgumentException if columns or separator go with another task
    public TextOptions {
        new LabelOptions(split.task(), labelSeparator, keepMissing).requireColumns(columns.labels());
    }

    /// Columns found by their names, 20% for validation, seed 0, rows that cannot be used left out.
    public static TextOptions defaults() {
        return new TextOptions(new Columns(AUTO, AUTO, List.of(), null), "", false, SplitOptions.DEFAULT, null);
    }

    /// What is learned; null where that is to be found out.
    public @Nullable Task task() {
        return split.task();
    }

    /// How labels are read.
    LabelOptions labels() {
        return new LabelOptions(split.task(), labelSeparator, keepMissing);
    }

    public TextOptions withColumns(Columns value) {
        return new TextOptions(value, labelSeparator, keepMissing, split, trained);
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

    /// What stands between the labels of a text in one column, such as `|`.
    public TextOptions withLabelSeparator(String value) {
        return new TextOptions(columns, value, keepMissing, split, trained);
    }

    /// Words that stand for a missing label in a table, such as NaN, are labels.
    public TextOptions withKeepMissing(boolean value) {
        return new TextOptions(columns, labelSeparator, value, split, trained);
    }

    @Override
    public TextOptions withSplit(SplitOptions value) {
        return new TextOptions(columns, labelSeparator, keepMissing, value, trained);
    }

    /// Reads the columns that a model was trained on, or the training part was read from.
    public TextOptions withTrained(@Nullable Understood value) {
        return new TextOptions(columns, labelSeparator, keepMissing, split, value);
    }
}

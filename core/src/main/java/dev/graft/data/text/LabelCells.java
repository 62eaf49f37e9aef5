package dev.graft.data.text;

import dev.graft.data.Cell;
import dev.graft.data.ClassNames;
import dev.graft.data.MissingWords;
import dev.graft.data.Row;
import dev.graft.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the labels of a row.
///
/// @param columns as they were found
/// @param listed  whether the cells are lists, written as text
record LabelCells(TableColumns columns, TextOptions options, boolean listed) {
    /// How a reason begins that says that a row has no label.
    static final String NONE = "no label";

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /// Why a row cannot be used.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String reason) {
            super(reason, null, false, false); // says what is in a file, not where the program was
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /// Whether a text may have any number of labels, as far as can be told without the row.
    boolean several() {
        return options.task() == Task.MULTI_LABEL_CLASSIFICATION
                || !options.labelSeparator().isEmpty()
                || listed
                || (columns.labels().size() > 1 && options.task() != Task.REGRESSION);
    }

    /// Labels, as [Labelled] has them.
    ///
    /// @throws Unusable if there are none, or something else
    List<String> read(Row row) throws Unusable {
        if (options.task() == Task.REGRESSION) {
            return values(row);
        }
        if (columns.labels().size() > 1) {
            return ones(row);
        }
        return switch (row.cell(columns.labels().getFirst())) {
            case Cell.Missing missing when separated() -> List.of();
            case Cell.Missing missing -> throw new Unusable(NONE);
            case Cell.Other(String what) -> throw new Unusable("expected a label, found " + what);
            case Cell.Words(List<String> texts) -> named(texts.stream());
            case Cell.Word(String text) -> words(text);
        };
    }

    private List<String> words(String text) throws Unusable {
        requireThere(ClassNames.plain(text));
        Stream<String> words = separated()
                ? Arrays.stream(text.split(Pattern.quote(options.labelSeparator())))
                : listed ? LabelColumn.items(text).stream() : Stream.of(text);
        List<String> labels = named(words);
        if (labels.isEmpty() && !separated() && !listed) {
            throw new Unusable(NONE);
        }
        return labels;
    }

    private void requireThere(String label) throws Unusable {
        if (MissingWords.contain(label) && !options.keepMissing()) {
            throw new Unusable(NONE + ": " + label + " stands for a missing one (--keep-na keeps it)");
        }
    }

    /// Whether one column has any number of labels: nothing in it means none of them.
    private boolean separated() {
        return !options.labelSeparator().isEmpty();
    }

    private static List<String> named(Stream<String> labels) {
        return labels.map(ClassNames::plain)
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
    }

    private List<String> values(Row row) throws Unusable {
        List<String> values = new ArrayList<>();
        for (int column : columns.labels()) {
            String value = word(row, column, "a number");
            requireThere(value);
            if (!isNumber(value)) {
                throw new Unusable("expected a number, found '" + value + "'");
            }
            if (!Float.isFinite(Float.parseFloat(value))) {
                throw new Unusable("expected a number below 3.4e38, found '" + value + "'");
            }
            values.add(value);
        }
        return values;
    }

    /// The columns with a 1.
    private List<String> ones(Row row) throws Unusable {
        List<String> labels = new ArrayList<>();
        for (int column : columns.labels()) {
            String word = word(row, column, "0 or 1");
            requireThere(word);
            switch (word) {
                case "1", "1.0", "true", "True", "TRUE" -> labels.add(columns.name(column));
                case "0", "0.0", "false", "False", "FALSE" -> {}
                case String other ->
                    throw new Unusable("expected 0 or 1 in column " + columns.name(column) + ", found '" + other + "'");
            }
        }
        return labels;
    }

    private String word(Row row, int column, String expected) throws Unusable {
        return switch (row.cell(column)) {
            case Cell.Word(String text) when !text.isBlank() -> text.strip();
            case Cell.Word blank -> throw new Unusable(NONE + " in column " + columns.name(column));
            case Cell.Missing missing -> throw new Unusable(NONE + " in column " + columns.name(column));
            case Cell.Words array -> throw new Unusable("expected " + expected + ", found an array");
            case Cell.Other(String what) -> throw new Unusable("expected " + expected + ", found " + what);
        };
    }
}

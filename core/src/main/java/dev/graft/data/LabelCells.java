package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the labels of a row.
///
/// @param columns of the labels
/// @param names   what these columns are called
/// @param listed  whether the cells are lists, written as text
public record LabelCells(List<Integer> columns, List<String> names, LabelOptions options, boolean listed) {
    /// How a reason begins that says that a row has no label.
    public static final String NONE = "no label";

    /// Why a row cannot be used.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unusable(String reason) {
            super(reason, null, false, false); // says what is in a file, not where the program was
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /// Finds out how labels are written.
    ///
    /// @param file    for messages
    /// @param columns of the labels
    /// @param names   what these columns are called
    /// @param rows    of which the header is none
    /// @throws DataException if labels cannot be told from the cells
    public static LabelCells of(
            String file, List<Integer> columns, List<String> names, List<Row> rows, LabelOptions options) {
        return new LabelCells(columns, names, options, LabelColumn.isListed(file, columns, names, rows, options));
    }

    /// Whether an example may have any number of labels.
    public boolean several(Row row) {
        return row.cell(columns.getFirst()) instanceof Cell.Words
                || options.task() == Task.MULTI_LABEL_CLASSIFICATION
                || !options.separator().isEmpty()
                || listed
                || (columns.size() > 1 && options.task() != Task.REGRESSION);
    }

    /// Labels, as [Labelled] has them.
    ///
    /// @throws Unusable if there are none, or something else
    public List<String> read(Row row) throws Unusable {
        if (options.task() == Task.REGRESSION) {
            return values(row);
        }
        if (columns.size() > 1) {
            return ones(row);
        }
        return switch (row.cell(columns.getFirst())) {
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
                ? Arrays.stream(text.split(Pattern.quote(options.separator())))
                : listed ? LabelColumn.items(text).stream() : Stream.of(text);
        List<String> labels = named(words);
        if (labels.isEmpty() && !separated() && !listed) {
            throw new Unusable(NONE);
        }
        return labels;
    }

    private void requireThere(String label) throws Unusable {
        if (MissingWords.contain(label) && !options.keepMissing()) {
            throw new Unusable(NONE + ": " + label + " stands for a missing label (--keep-na makes it a class)");
        }
    }

    /// Whether one column has any number of labels: nothing in it means none of them.
    private boolean separated() {
        return !options.separator().isEmpty();
    }

    private static List<String> named(Stream<String> labels) {
        return labels.map(ClassNames::plain)
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
    }

    private List<String> values(Row row) throws Unusable {
        List<String> values = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            String value = word(row, at, "a number");
            requireThere(value);
            if (!TableLabels.isNumber(value)) {
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
        for (int at = 0; at < columns.size(); at++) {
            String word = word(row, at, "0 or 1");
            requireThere(word);
            switch (word) {
                case "1", "1.0", "true", "True", "TRUE" -> labels.add(names.get(at));
                case "0", "0.0", "false", "False", "FALSE" -> {}
                case String other ->
                    throw new Unusable("expected 0 or 1 in column " + names.get(at) + ", found '" + other + "'");
            }
        }
        return labels;
    }

    private String word(Row row, int at, String expected) throws Unusable {
        return switch (row.cell(columns.get(at))) {
            case Cell.Word(String text) when !text.isBlank() -> text.strip();
            case Cell.Word blank -> throw new Unusable(NONE + " in column " + names.get(at));
            case Cell.Missing missing -> throw new Unusable(NONE + " in column " + names.get(at));
            case Cell.Words array -> throw new Unusable("expected " + expected + ", found an array");
            case Cell.Other(String what) -> throw new Unusable("expected " + expected + ", found " + what);
        };
    }
}

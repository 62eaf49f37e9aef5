package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the cells of a label's column look like together: lists written as text, vectors of 0 and 1, labels with
/// something between them.
final class LabelColumn {
    private static final Pattern LIST = Pattern.compile("\\[.*\\]|\\(.*\\)|\\{.*\\}");
    private static final Pattern ITEM =
            Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s'\"](?:[^,'\"]*[^,\\s'\"])?)");
    private static final List<String> SEPARATORS = List.of("|", ",", ";", " ");
    private static final int SHOWN = 3;

    private final String file;
    private final String name;
    private final LabelOptions options;
    private final List<String> words;
    private final List<List<String>> arrays = new ArrayList<>();

    private LabelColumn(String file, String name, LabelOptions options, List<Cell> cells) {
        this.file = file;
        this.name = name;
        this.options = options;
        this.words = cells.stream()
                .filter(cell -> cell instanceof Cell.Word && !cell.isBlank())
                .map(cell -> cell instanceof Cell.Word(String text) ? ClassNames.plain(text) : "")
                .toList();
        cells.forEach(cell -> {
            if (cell instanceof Cell.Words(List<String> texts)) {
                arrays.add(texts);
            }
        });
    }

    /// Whether each cell is a list that is written as text: `['joy', 'anger']`.
    ///
    /// @throws DataException if labels cannot be told from the cells
    static boolean isListed(
            String file, List<Integer> columns, List<String> names, List<Row> rows, LabelOptions options) {
        if (columns.size() != 1 || options.task() == Task.REGRESSION) {
            return false;
        }
        int column = columns.getFirst();
        List<Cell> cells = rows.stream().map(row -> row.cell(column)).toList();
        LabelColumn labels = new LabelColumn(file, names.getFirst(), options, cells);
        boolean listed = labels.areLists();
        labels.requireNoVectors(listed);
        if (!listed && options.separator().isEmpty() && options.task() != Task.SINGLE_LABEL_CLASSIFICATION) {
            labels.requireOneEach();
        } else if (labels.words.stream().noneMatch(word -> word.contains(options.separator()))) {
            labels.requireNoOther();
        }
        return listed;
    }

    private boolean areLists() {
        return options.separator().isEmpty()
                && options.task() != Task.SINGLE_LABEL_CLASSIFICATION
                && !words.isEmpty()
                && words.stream().filter(word -> LIST.matcher(word).matches()).count() * 10 >= words.size() * 9L;
    }

    /// The items of a list that is written as text; the text itself where it is none.
    static List<String> items(String text) {
        String plain = ClassNames.plain(text);
        if (!LIST.matcher(plain).matches()) {
            return List.of(plain);
        }
        return ITEM.matcher(plain.substring(1, plain.length() - 1))
                .results()
                .flatMap(item -> item.group(3) == null
                        ? List.of(item.group(1) == null ? item.group(2) : item.group(1)).stream()
                        : bare(item.group(3)).stream())
                .toList();
    }

    /// NumPy writes numbers with blanks between them.
    private static List<String> bare(String item) {
        return Arrays.stream(item.split("\\s+")).allMatch(TableLabels::isNumber)
                ? List.of(item.split("\\s+"))
                : List.of(item);
    }

    private void requireNoVectors(boolean listed) {
        List<List<String>> vectors =
                listed ? words.stream().map(LabelColumn::items).toList() : arrays;
        String example = listed
                ? words.isEmpty() ? "" : words.getFirst()
                : String.valueOf(vectors.stream().findFirst().orElse(List.of()));
        if (vectors.isEmpty() && !words.isEmpty() && options.separator().isEmpty()) {
            vectors =
                    words.stream().map(word -> List.of(word.split("[,;|\\s]+"))).toList();
            example = words.getFirst();
        }
        Set<Integer> sizes = new HashSet<>();
        vectors.forEach(vector -> sizes.add(vector.size()));
        boolean bits =
                vectors.stream().allMatch(vector -> vector.stream().allMatch(bit -> bit.matches("[01](\\.0*)?")));
        boolean repeats = vectors.stream().anyMatch(vector -> new HashSet<>(vector).size() < vector.size());
        if (vectors.size() > 1 && sizes.size() == 1 && !sizes.contains(1) && bits && repeats) {
            throw new DataException(file + ": column " + name + " contains a 0 or 1 for each label, such as " + example
                    + ", but not what the labels are: write one column per label, and name the columns: --label"
                    + " FIRST,SECOND,…");
        }
    }

    /// Cells that hold labels which other cells hold, too.
    private void requireOneEach() {
        requireNone("", ", --task classes makes each cell a class");
    }

    /// The separator that was said is in no cell, and another one is in some.
    private void requireNoOther() {
        requireNone("no cell has the separator '" + options.separator() + "', and ", "");
    }

    private void requireNone(String before, String after) {
        Set<String> distinct = new LinkedHashSet<>(words);
        for (String separator : SEPARATORS) {
            Optional<List<String>> several = several(distinct, separator);
            if (several.isPresent()) {
                List<String> shown = several.get();
                throw new DataException(file + ": " + before + "labels in column " + name
                        + " look like several in one cell, such as "
                        + String.join(" and ", shown.subList(0, Math.min(SHOWN, shown.size())))
                        + ": --label-separator \"" + separator + "\" separates them" + after);
            }
        }
    }

    private static Optional<List<String>> several(Set<String> distinct, String separator) {
        List<String> composed = distinct.stream()
                .filter(label ->
                        label.contains(separator) && pieces(label, separator).size() > 1)
                .toList();
        Set<String> pieces = new HashSet<>();
        Set<String> again = new HashSet<>();
        for (String label : composed) {
            for (String piece : pieces(label, separator)) {
                if (!pieces.add(piece) || distinct.contains(piece)) {
                    again.add(piece);
                }
            }
        }
        boolean numbers = pieces.stream().allMatch(TableLabels::isNumber);
        boolean names = !separator.equals(" ")
                && again.size() * 3 >= pieces.size() * 2
                && pieces.size() < distinct.size() + (composed.size() > 1 ? 1 : 0);
        boolean several = !composed.isEmpty() && (numbers ? !again.isEmpty() : names);
        return several ? Optional.of(composed) : Optional.empty();
    }

    private static List<String> pieces(String label, String separator) {
        return Arrays.stream(label.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(piece -> !piece.isEmpty())
                .toList();
    }
}

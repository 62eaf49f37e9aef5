package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where path and label of an image stand in the rows of a table.
///
/// @param header whether the first row holds names
/// @param names  of the columns, or what stands in the first row
/// @param labels none where images have no labels
/// @param split  -1 for none
record ImageColumns(boolean header, List<String> names, int path, List<Integer> labels, int split) {
    private static final int SAMPLE = 20;

    /// Columns that were asked for, or are called as usual; where there are two only, the files show which is which.
    ///
    /// @param named  whether the format gives the columns names
    /// @param isFile whether a cell names a file that is there
    /// @throws DataException if columns cannot be told
    static ImageColumns find(
            Path table,
            List<String> names,
            boolean named,
            List<Row> rows,
            ImageOptions.Table asked,
            Predicate<String> isFile) {
        Search first = new Search(table, names, named ? rows : rows.subList(1, rows.size()), isFile, true);
        boolean asksByName = Stream.concat(Stream.of(asked.path()), asked.labels().stream())
                .anyMatch(name -> !name.equals(ImageOptions.AUTO) && first.position(List.of(name)) >= 0);
        Search search = named || asksByName ? first : first.untitledWhereDataBegin();
        int path = asked.path().equals(ImageOptions.AUTO)
                ? search.position(UsualNames.PATH)
                : search.asked(asked.path(), "--path");
        List<Integer> labels = asked.labels().isEmpty()
                ? Stream.of(search.position(UsualNames.LABEL))
                        .filter(column -> column >= 0)
                        .toList()
                : asked.labels().stream()
                        .map(column -> search.asked(column, "--label"))
                        .toList();
        boolean known = asksByName || search.position(UsualNames.PATH) >= 0 || search.position(UsualNames.LABEL) >= 0;
        path = path >= 0 ? path : search.path(labels);
        boolean header = named || known || !isFile.test(names.get(path));
        labels = labels.isEmpty() ? List.of(search.label(path)) : labels;
        if (labels.contains(path)) {
            throw new DataException(table + ": path and label are both column '" + names.get(path)
                    + "'; specify them: --path COLUMN --label COLUMN");
        }
        return new ImageColumns(header, names, path, labels, header ? search.position(UsualNames.SPLIT) : -1);
    }

    /// The column of the image alone, for tables that may have no labels.
    static ImageColumns ofFiles(
            Path table, List<String> names, boolean named, List<Row> rows, String asked, Predicate<String> isFile) {
        Search first = new Search(table, names, rows, isFile, true);
        Search search = named ? first : first.untitledWhereDataBegin();
        boolean known = search.position(UsualNames.PATH) >= 0 || search.position(UsualNames.LABEL) >= 0;
        int path = asked.equals(ImageOptions.AUTO) ? search.position(UsualNames.PATH) : search.asked(asked, "--path");
        if (path < 0) {
            path = names.size() == 1 ? 0 : search.path(List.of(search.position(UsualNames.LABEL)));
        }
        boolean header = named || known || !isFile.test(names.get(path));
        return new ImageColumns(header, names, path, List.of(), -1);
    }

    /// What a column is called in messages.
    String name(int column) {
        return header ? names.get(column) : String.valueOf(column + 1);
    }

    /// Columns a row needs.
    int needed() {
        return 1 + labels.stream().mapToInt(Integer::intValue).reduce(path, Math::max);
    }

    /// The same for people.
    Understood understood() {
        return new Understood(
                Understood.Unit.ROW,
                name(path),
                "",
                labels.stream().map(this::name).toList(),
                IntStream.range(0, names.size())
                        .filter(column -> column != path && column != split && !labels.contains(column))
                        .mapToObj(column -> "column " + name(column))
                        .toList());
    }

    /// @param titled whether the names may be names, and not an image with its label
    private record Search(Path table, List<String> names, List<Row> rows, Predicate<String> isFile, boolean titled) {
        /// A first row with a single usual name beside a file is an image whose label is called like a column.
        Search untitledWhereDataBegin() {
            int path = position(UsualNames.PATH);
            int label = position(UsualNames.LABEL);
            boolean single = path < 0 != label < 0;
            boolean data = single
                    && IntStream.range(0, names.size())
                            .anyMatch(column -> column != Math.max(path, label)
                                    && !names.get(column).isBlank()
                                    && isFile.test(names.get(column).strip()));
            return new Search(table, names, rows, isFile, !data);
        }

        int position(List<String> wanted) {
            if (!titled) {
                return -1;
            }
            List<String> plain = names.stream().map(UsualNames::plain).toList();
            return wanted.stream()
                    .map(UsualNames::plain)
                    .mapToInt(plain::indexOf)
                    .filter(at -> at >= 0)
                    .findFirst()
                    .orElse(-1);
        }

        int asked(String column, String option) {
            int exact = names.indexOf(column);
            int found = exact >= 0 ? exact : position(List.of(column));
            if (found < 0 && column.matches("\\d{1,4}")) {
                found = Integer.parseInt(column) - 1;
            }
            if (found < 0 || found >= names.size()) {
                throw new DataException(table + ": " + option + ": no column '" + column + "'; there are " + shown());
            }
            return found;
        }

        /// The only column that names files, or of two the one that is not the label.
        int path(List<Integer> labels) {
            int[] naming = IntStream.range(0, names.size())
                    .filter(column -> !labels.contains(column) && namesFiles(column))
                    .toArray();
            if (naming.length == 1) {
                return naming[0];
            }
            if (names.size() == 2) {
                return labels.contains(0) ? 1 : 0;
            }
            throw new DataException(
                    table + ": found no column for the image file among " + shown() + "; specify it: --path COLUMN");
        }

        private boolean namesFiles(int column) {
            return rows.stream()
                    .limit(SAMPLE)
                    .anyMatch(row -> row.cell(column) instanceof Cell.Word(String word)
                            && !word.isBlank()
                            && isFile.test(word.strip()));
        }

        int label(int path) {
            if (names.size() == 2) {
                return 1 - path;
            }
            if (names.size() < 2) {
                throw new DataException(
                        table + ": expected columns path and label, found only '" + names.getFirst() + "'");
            }
            throw new DataException(table + ": found no column for the label among " + shown()
                    + "; specify it: --label COLUMN (and --path COLUMN for the image file)");
        }

        private String shown() {
            return Wording.shown(names.stream().map(name -> "'" + name + "'").toList());
        }
    }
}

package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.Row;
import dev.graft.data.TableLabels;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the columns of a file, by what was asked for and by what they are called.
final class ColumnSearch {
    /// Letters that a column of texts has on average at least.
    private static final int LONG = 15;

    private final String file;
    private final List<String> names;
    private final TextOptions options;
    private final boolean table;
    private final ColumnSample sample;
    private boolean labelled;
    private boolean header;
    private final List<String> notes = new ArrayList<>();

    /// @param file  for messages
    /// @param names of the columns, or what stands in the first row
    /// @param table whether the first row may be a header
    /// @param rows  the first ones, or all
    ColumnSearch(String file, List<String> names, boolean table, List<Row> rows, TextOptions options) {
        this.file = file;
        this.names = names;
        this.table = table;
        this.options = options;
        this.sample = new ColumnSample(names, rows);
    }

    /// Whether a header names the text, and no column is the label: as in test parts whose labels are kept back.
    boolean lacksLabels() {
        labelled = true;
        header = !table || isHeader();
        Understood trained = options.trained();
        return header
                && options.columns().labels().isEmpty()
                && position(labelNames()) < 0
                && trained != null
                && trained.labels().stream().noneMatch(names::contains)
                && (names.contains(trained.input()) || position(ColumnNames.TEXT) >= 0);
    }

    /// @param labelled whether there must be a label
    /// @throws DataException if a column is not there, or cannot be told from others
    TableColumns find(boolean labelled) {
        this.labelled = labelled;
        this.header = !table || isHeader();
        if (!header) {
            return numbered();
        }
        List<Integer> found = labelled ? labels() : List.of();
        boolean labelIsTheOther = labelled && found.isEmpty();
        Optional<ColumnNames.Couple> couple = labelIsTheOther ? Optional.empty() : couple(found);
        int text = text(couple, found);
        int pair = pair(couple, text);
        List<Integer> labels = labelIsTheOther ? List.of(otherThan(text)) : found;
        int split = labelled ? position(ColumnNames.SPLIT) : TableColumns.NONE;
        TableColumns columns = new TableColumns(table, true, names, text, pair, labels, split, notes);
        noteLongerTexts(columns);
        return columns;
    }

    /// A first row is one if what was asked for by name is in it, or two names in it are usual, or one is and
    /// nothing in it stands in a row below.
    private boolean isHeader() {
        Boolean said = options.columns().header();
        if (said != null) {
            return said;
        }
        if (asked().anyMatch(reference -> number(reference).isEmpty())) {
            return true;
        }
        Understood trained = options.trained();
        if (trained != null && names.contains(trained.input())) {
            return true;
        }
        List<String> known = Stream.of(ColumnNames.TEXT, labelNames(), ColumnNames.SPLIT, ColumnNames.OTHER)
                .flatMap(List::stream)
                .toList();
        long usual = names.stream()
                .filter(name -> known.contains(ColumnNames.plain(name)) || ColumnNames.isText(name))
                .count();
        boolean needed = position(ColumnNames.TEXT) >= 0
                || derivedText(List.of()) >= 0
                || position(labelNames()) >= 0
                || couple(List.of()).isPresent();
        return needed && (usual > 1 || (names.size() > 1 ? sample.firstStandsApart() : !labelled));
    }

    /// Columns that were named or numbered.
    private Stream<String> asked() {
        TextOptions.Columns asked = options.columns();
        return Stream.concat(
                Stream.of(asked.text(), asked.pair())
                        .filter(reference ->
                                !reference.equals(TextOptions.AUTO) && !reference.equals(TextOptions.NONE)),
                labelled ? asked.labels().stream() : Stream.empty());
    }

    private TableColumns numbered() {
        Understood trained = options.trained();
        if (trained != null
                && asked().findAny().isEmpty()
                && number(trained.input()).isPresent()) {
            return asTrained(trained);
        }
        TextOptions.Columns asked = options.columns();
        boolean textAsked = !asked.text().equals(TextOptions.AUTO);
        int expected = labelled ? 2 : 1;
        if ((!textAsked || (labelled && asked.labels().isEmpty())) && names.size() != expected) {
            throw new DataException(file + ": found no known column names for the text"
                    + (labelled ? " and the label" : "")
                    + ": the first line has " + shown() + "; specify the columns by name or number (--text 1"
                    + (labelled ? " --label 2)" : ")"));
        }
        int text = textAsked ? asked(asked.text()) : 0;
        if (labelled && !textAsked && asked.labels().size() == 1) {
            text = 1 - asked(asked.labels().getFirst());
        }
        List<Integer> labels = !labelled
                ? List.of()
                : asked.labels().isEmpty()
                        ? List.of(1 - text)
                        : asked.labels().stream().map(this::asked).toList();
        requireTextFirst(text, labels);
        boolean none = asked.pair().equals(TextOptions.AUTO) || asked.pair().equals(TextOptions.NONE);
        int pair = none ? TableColumns.NONE : asked(asked.pair());
        if (labelled && asked().findAny().isEmpty()) {
            notes.add(file + " has no header: used the first column as the text and the second as the label");
        }
        return new TableColumns(false, false, names, text, pair, labels, TableColumns.NONE, notes);
    }

    /// The label may come first: then nearly every row has another label, and few have another text.
    private void requireTextFirst(int text, List<Integer> labels) {
        if (labels.size() != 1 || asked().findAny().isPresent() || sample.size() < TableLabels.FEW) {
            return;
        }
        long texts = sample.distinct(text);
        long classes = sample.distinct(labels.getFirst());
        if (classes * 2 > sample.size() && texts < classes) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: has no header, and its column %d has %,d different values in %,d rows, which are"
                            + " probably not labels; if the label comes first: --text %d --label %d",
                    file,
                    labels.getFirst() + 1,
                    classes,
                    sample.size(),
                    labels.getFirst() + 1,
                    text + 1));
        }
    }

    /// Another column whose texts are as long: a title was taken, and the description not.
    private void noteLongerTexts(TableColumns columns) {
        if (!options.columns().text().equals(TextOptions.AUTO) || !labelled) {
            return;
        }
        double taken = sample.letters(columns.text());
        for (int column : columns.unused()) {
            double mean = sample.letters(column);
            if (mean >= taken && mean >= LONG) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: texts are those of column %s, with %.0f letters on average; column %s, with %.0f,"
                                + " is not used (--text %s uses it instead, --text-pair %s uses both)",
                        file,
                        names.get(columns.text()),
                        taken,
                        names.get(column),
                        mean,
                        names.get(column),
                        names.get(column)));
            }
        }
    }

    /// Where a column is called after a text in a way that is not in the list, such as `comment_text`; -1 if none is.
    private int derivedText(List<Integer> labels) {
        return IntStream.range(0, names.size())
                .filter(column -> !labels.contains(column) && ColumnNames.isText(names.get(column)))
                .findFirst()
                .orElse(TableColumns.NONE);
    }

    /// Where the column stands that the model was trained on; -1 where that is not known, or not there.
    private int trained(Function<Understood, String> name) {
        Understood trained = options.trained();
        return trained == null || name.apply(trained).isEmpty()
                ? TableColumns.NONE
                : names.indexOf(name.apply(trained));
    }

    /// The places that columns had in training, where they had no names.
    private TableColumns asTrained(Understood trained) {
        int text = names.size() == 1 ? 0 : asked(trained.input());
        int pair = trained.pair().isEmpty() ? TableColumns.NONE : asked(trained.pair());
        List<Integer> labels =
                labelled ? trained.labels().stream().map(this::asked).toList() : List.of();
        return new TableColumns(false, false, names, text, pair, labels, TableColumns.NONE, notes);
    }

    private List<Integer> labels() {
        List<String> asked = options.columns().labels();
        if (!asked.isEmpty()) {
            return asked.stream().map(this::asked).toList();
        }
        Understood trained = options.trained();
        if (trained != null && !trained.labels().isEmpty() && names.containsAll(trained.labels())) {
            return trained.labels().stream().map(names::indexOf).toList();
        }
        int found = position(labelNames());
        if (found >= 0) {
            noteOthers(labelNames(), found, "label");
            return List.of(found);
        }
        boolean elsewhere = trained != null && trained.unit() == Understood.Unit.ROW;
        if (names.size() == 2 && !elsewhere) {
            return List.of(); // what is not the text
        }
        throw missing("label", "--label");
    }

    private int text(Optional<ColumnNames.Couple> couple, List<Integer> labels) {
        String asked = options.columns().text();
        if (!asked.equals(TextOptions.AUTO)) {
            return asked(asked);
        }
        int before = trained(Understood::input);
        if (before >= 0) {
            return before;
        }
        requireTrained();
        if (couple.isPresent()) {
            return position(List.of(couple.get().first()));
        }
        int found = position(ColumnNames.TEXT);
        if (found >= 0 && !labels.contains(found)) {
            noteOthers(ColumnNames.TEXT, found, "text");
            return found;
        }
        int derived = derivedText(labels);
        if (derived >= 0) {
            return derived;
        }
        if (names.size() == 1 && !labelled) {
            return 0;
        }
        if (names.size() == 2 && labels.size() == 1) {
            return otherThan(labels.getFirst());
        }
        throw missing("text", "--text");
    }

    /// A model reads what it was trained on, and not what is called alike.
    private void requireTrained() {
        Understood trained = options.trained();
        if (trained != null
                && !trained.input().isEmpty()
                && number(trained.input()).isEmpty()
                && names.size() > 1) {
            throw new DataException(file + ": no column '" + trained.input()
                    + "', which the model was trained on; there are " + shown() + "; specify the text: --text COLUMN");
        }
    }

    private int pair(Optional<ColumnNames.Couple> couple, int text) {
        String asked = options.columns().pair();
        if (asked.equals(TextOptions.NONE)) {
            return TableColumns.NONE;
        }
        if (!asked.equals(TextOptions.AUTO)) {
            return asked(asked);
        }
        if (trained(Understood::input) == text) {
            return trained(Understood::pair);
        }
        return couple.map(found -> {
                    notes.add(file + ": texts are pairs, of columns " + names.get(text) + " and "
                            + names.get(position(List.of(found.second()))));
                    return position(List.of(found.second()));
                })
                .orElse(TableColumns.NONE);
    }

    /// Names of two columns that go together, of which neither is a label's or was asked for otherwise.
    private Optional<ColumnNames.Couple> couple(List<Integer> labels) {
        TextOptions.Columns asked = options.columns();
        if (asked.pair().equals(TextOptions.NONE)) {
            return Optional.empty();
        }
        return ColumnNames.COUPLES.stream()
                .filter(couple -> isFree(couple.first(), labels) && isFree(couple.second(), labels))
                .filter(couple -> asked.text().equals(TextOptions.AUTO)
                        || ColumnNames.plain(asked.text()).equals(couple.first()))
                .filter(couple -> asked.pair().equals(TextOptions.AUTO)
                        || ColumnNames.plain(asked.pair()).equals(couple.second()))
                .findFirst();
    }

    private boolean isFree(String name, List<Integer> labels) {
        int at = position(List.of(name));
        return at >= 0 && !labels.contains(at);
    }

    private int asked(String reference) {
        int exact = names.indexOf(reference);
        int found = exact >= 0 ? exact : position(List.of(ColumnNames.plain(reference)));
        if (header && found >= 0) {
            return found;
        }
        Optional<Integer> number = number(reference);
        if (number.isPresent() && number.get() >= 1 && number.get() <= names.size()) {
            return number.get() - 1;
        }
        String near = header
                ? ColumnNames.nearest(reference, names)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("")
                : "; without a header columns are given by number, from 1 to " + names.size();
        throw new DataException(file + ": no column '" + reference + "'; there are " + shown() + near);
    }

    private static Optional<Integer> number(String reference) {
        return reference.matches("\\d{1,4}") ? Optional.of(Integer.valueOf(reference)) : Optional.empty();
    }

    /// Where the first of some names stands that is there; -1 if none is.
    private int position(List<String> wanted) {
        List<String> plain = names.stream().map(ColumnNames::plain).toList();
        return wanted.stream()
                .mapToInt(plain::indexOf)
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(TableColumns.NONE);
    }

    private List<String> labelNames() {
        return options.task() == Task.REGRESSION
                ? Stream.concat(ColumnNames.LABEL.stream(), ColumnNames.VALUE.stream())
                        .toList()
                : ColumnNames.LABEL;
    }

    private void noteOthers(List<String> wanted, int taken, String role) {
        List<String> others = names.stream()
                .filter(name -> wanted.contains(ColumnNames.plain(name)) && !name.equals(names.get(taken)))
                .toList();
        if (!others.isEmpty()) {
            notes.add(file + ": used column " + names.get(taken) + " as the " + role + ", not "
                    + String.join(" or ", others));
        }
    }

    private static int otherThan(int column) {
        return 1 - column;
    }

    private DataException missing(String role, String option) {
        List<String> bits = role.equals("label") ? sample.bits() : List.of();
        String columns = bits.size() > 1 ? String.join(",", bits) + ", whose columns contain 0 and 1" : "COLUMN";
        return new DataException(file + ": found no column for the " + role + " among " + shown() + "; specify it: "
                + option + " " + columns);
    }

    private String shown() {
        return names.stream()
                .limit(30)
                .map(name -> "'" + (name.length() > 40 ? name.substring(0, 40) + "…" : name) + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing");
    }
}

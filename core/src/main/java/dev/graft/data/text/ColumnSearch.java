package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.Row;
import dev.graft.data.Rows;
import dev.graft.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the columns of a file, by what was asked for and by what they are called.
final class ColumnSearch {
    private final String file;
    private final List<String> names;
    private final TextOptions options;
    private final boolean labelled;
    private final boolean header;
    private final List<String> notes = new ArrayList<>();

    private ColumnSearch(String file, Rows rows, Row first, TextOptions options, boolean labelled) {
        this.file = file;
        this.names = rows.names().orElseGet(first::words);
        this.options = options;
        this.labelled = labelled;
        this.header = rows.names().isPresent() || isHeader();
    }

    /// @param file     for messages
    /// @param labelled whether there must be a label
    /// @throws DataException if a column is not there, or cannot be told from others
    static TableColumns find(String file, Rows rows, Row first, TextOptions options, boolean labelled) {
        ColumnSearch search = new ColumnSearch(file, rows, first, options, labelled);
        return search.find(rows.names().isEmpty());
    }

    private TableColumns find(boolean table) {
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
        return new TableColumns(table, true, names, text, pair, labels, split, notes);
    }

    /// A first row is one if what was asked for by name is in it, or both text and label have a name in it that is
    /// usual.
    private boolean isHeader() {
        Boolean said = options.columns().header();
        if (said != null) {
            return said;
        }
        if (asked().anyMatch(reference -> number(reference).isEmpty())) {
            return true;
        }
        boolean text = position(ColumnNames.TEXT) >= 0 || couple(List.of()).isPresent();
        boolean label = labelled && position(labelNames()) >= 0;
        boolean textGiven = !options.columns().text().equals(TextOptions.AUTO);
        boolean labelGiven = !labelled || !options.columns().labels().isEmpty();
        return (text || label) && (text || textGiven) && (label || labelGiven);
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
        TextOptions.Columns asked = options.columns();
        boolean textAsked = !asked.text().equals(TextOptions.AUTO);
        int expected = labelled ? 2 : 1;
        if ((!textAsked || (labelled && asked.labels().isEmpty())) && names.size() != expected) {
            throw new DataException(file + ": found no header with columns for the text"
                    + (labelled ? " and the label" : "")
                    + ": the first line has " + shown() + "; say which columns they are, by name or by number (--text 1"
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
        boolean none = asked.pair().equals(TextOptions.AUTO) || asked.pair().equals(TextOptions.NONE);
        int pair = none ? TableColumns.NONE : asked(asked.pair());
        if (labelled && asked().findAny().isEmpty()) {
            notes.add(file + " has no header: took the first column for the text and the second for the label");
        }
        return new TableColumns(false, false, names, text, pair, labels, TableColumns.NONE, notes);
    }

    private List<Integer> labels() {
        List<String> asked = options.columns().labels();
        if (!asked.isEmpty()) {
            return asked.stream().map(this::asked).toList();
        }
        int found = position(labelNames());
        if (found >= 0) {
            noteOthers(labelNames(), found, "label");
            return List.of(found);
        }
        if (names.size() == 2) {
            return List.of(); // what is not the text
        }
        throw missing("label", "--label");
    }

    private int text(Optional<ColumnNames.Couple> couple, List<Integer> labels) {
        String asked = options.columns().text();
        if (!asked.equals(TextOptions.AUTO)) {
            return asked(asked);
        }
        if (couple.isPresent()) {
            return position(List.of(couple.get().first()));
        }
        int found = position(ColumnNames.TEXT);
        if (found >= 0 && !labels.contains(found)) {
            noteOthers(ColumnNames.TEXT, found, "text");
            return found;
        }
        if (names.size() == 1 && !labelled) {
            return 0;
        }
        if (names.size() == 2 && labels.size() == 1) {
            return otherThan(labels.getFirst());
        }
        throw missing("text", "--text");
    }

    private int pair(Optional<ColumnNames.Couple> couple, int text) {
        String asked = options.columns().pair();
        if (asked.equals(TextOptions.NONE)) {
            return TableColumns.NONE;
        }
        if (!asked.equals(TextOptions.AUTO)) {
            return asked(asked);
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
            notes.add(file + ": took column " + names.get(taken) + " for the " + role + ", not "
                    + String.join(" or ", others));
        }
    }

    private static int otherThan(int column) {
        return 1 - column;
    }

    private DataException missing(String role, String option) {
        return new DataException(file + ": found no column for the " + role + " among " + shown()
                + "; say which it is: " + option + " COLUMN");
    }

    private String shown() {
        return names.stream()
                .limit(30)
                .map(name -> "'" + (name.length() > 40 ? name.substring(0, 40) + "…" : name) + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing");
    }
}

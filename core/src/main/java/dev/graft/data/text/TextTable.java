package dev.graft.data.text;

import dev.graft.data.Cell;
import dev.graft.data.DataException;
import dev.graft.data.ExampleId;
import dev.graft.data.GroupColumn;
import dev.graft.data.LabelCells;
import dev.graft.data.Labelled;
import dev.graft.data.Listing;
import dev.graft.data.Part;
import dev.graft.data.Problem;
import dev.graft.data.Row;
import dev.graft.data.Rows;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A file with a text and its label in each row.
final class TextTable {
    private final Path file;
    private final Part part;
    private final TextOptions options;
    private final Listing<Text> listing;
    private final List<Labelled<Text>> read = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private TextTable(Path file, Part part, TextOptions options, Listing<Text> listing) {
        this.file = file;
        this.part = part;
        this.options = options;
        this.listing = listing;
    }

    /// Reads a file.
    ///
    /// @param part     of the rows, unless `divided`
    /// @param divided  whether a column may say which part a row is in
    /// @param listing  what was read before, the training part first
    /// @throws DataException if it cannot be read, or columns cannot be found
    static void read(Path file, Part part, boolean divided, TextOptions options, Listing<Text> listing) {
        new TextTable(file, part, options, listing).read(divided);
    }

    /// As the training part was read, as far as this file has the same columns.
    private TextOptions like(List<String> names) {
        if (listing.understood().isEmpty() || options.trained() != null) {
            return options;
        }
        Understood train = listing.understood().getFirst();
        boolean same = names.contains(train.input());
        return options.withTrained(new Understood(
                train.unit(), same ? train.input() : "", same ? train.pair() : "", train.labels(), List.of()));
    }

    private void read(boolean divided) {
        List<Row> all = new ArrayList<>();
        List<String> names;
        boolean table;
        try (Rows rows = Rows.open(file, ColumnNames.expected(options))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
            if (all.isEmpty()) {
                throw new DataException(file + ": the file is empty");
            }
            table = rows.names().isEmpty();
            names = rows.names().orElseGet(() -> all.getFirst().words());
            rows.notes().forEach(note -> listing.notes().add(file + ": " + note));
            rows.encoding().ifPresent(code -> listing.notes().add(TextLines.encodingNote(file.toString(), code)));
        }
        ColumnSearch search = new ColumnSearch(file.toString(), names, table, all, like(names));
        if (part != Part.TRAIN && search.lacksLabels()) {
            leaveOut("has no column for the label");
            return;
        }
        TableColumns columns = search.find(true);
        listing.notes().addAll(columns.notes());
        read(columns, table, all, divided);
        if (table && !columns.header() && options.columns().header() == null) {
            HeaderGuess.requireNone(file, read, options);
        }
        if (part != Part.TRAIN && hasNoLabels()) {
            leaveOut("has no labels");
            return;
        }
        requireClasses(columns);
        listing.problems().addAll(problems);
        Understood understood = columns.understood();
        listing.understood()
                .add(GroupColumn.of(
                                file.toString(),
                                columns.names(),
                                options.split().groups())
                        .map(group -> understood.using(group.name()))
                        .orElse(understood));
    }

    private void read(TableColumns columns, boolean table, List<Row> all, boolean divided) {
        declare(columns);
        List<Row> rows = columns.header() ? all.subList(1, all.size()) : all;
        if (rows.isEmpty()) {
            throw new DataException(file + ": has a header and no rows");
        }
        boolean repeats = columns.header() && columns.names().size() > 1;
        List<Row> own = rows.stream()
                .filter(row -> !(repeats && row.words().equals(columns.names())))
                .toList();
        TextCells texts = new TextCells(columns, table);
        LabelCells labels = LabelCells.of(
                file.toString(),
                columns.labels(),
                columns.labels().stream().map(columns::name).toList(),
                own,
                options.labels());
        Optional<GroupColumn> groups =
                GroupColumn.of(file.toString(), columns.names(), options.split().groups());
        for (Row row : rows) {
            try {
                if (repeats && row.words().equals(columns.names())) {
                    throw new LabelCells.Unusable("repeats the header");
                }
                Text text = texts.read(row);
                ExampleId id = TextId.of(String.valueOf(file.getFileName()), row.line(), text);
                String group = groups.isPresent() ? groups.get().read(row) : "";
                Labelled<Text> labelled = new Labelled<>(text, labels.read(row), labels.several(row), id, group, text);
                listing.add(divided && columns.split() >= 0 ? part(row, columns.split()) : part, labelled);
                read.add(labelled);
            } catch (LabelCells.Unusable e) {
                problems.add(new Problem(file.getFileName() + " line " + row.line(), e.reason()));
            }
        }
    }

    /// A part that is for somebody else to label is none to measure on.
    private void leaveOut(String reason) {
        listing.parts().remove(part);
        listing.notes().add(file.getFileName() + " " + reason + ": the " + part.word() + " part is left out");
    }

    private boolean hasNoLabels() {
        if (read.isEmpty()) {
            return !problems.isEmpty()
                    && problems.stream().allMatch(problem -> problem.reason().startsWith(LabelCells.NONE));
        }
        Set<List<String>> distinct = new HashSet<>();
        read.forEach(text -> distinct.add(text.labels()));
        Set<String> trained = new HashSet<>();
        listing.parts().getOrDefault(Part.TRAIN, List.of()).forEach(text -> trained.addAll(text.labels()));
        return options.task() != Task.REGRESSION
                && distinct.size() == 1
                && read.getFirst().labels().size() == 1
                && read.getFirst().labels().getFirst().matches("-1|\\?|-")
                && !trained.contains(read.getFirst().labels().getFirst());
    }

    /// Several columns are labels in their order, and values have the names of theirs.
    private void declare(TableColumns columns) {
        if (columns.labels().size() == 1 && options.task() != Task.REGRESSION) {
            return;
        }
        List<String> names = columns.labels().stream().map(columns::name).toList();
        if (listing.order().isEmpty()) {
            listing.order().addAll(names);
        } else if (!listing.order().equals(names)) {
            throw new DataException(file + ": expected the label columns of the training part, " + listing.order()
                    + ", found " + names);
        }
    }

    private Part part(Row row, int column) {
        String word = row.cell(column) instanceof Cell.Word(String text) ? text : "";
        return Part.of(word)
                .orElseThrow(() -> new DataException(
                        file + " line " + row.line() + ": expected train, val or test, found '" + word + "'"));
    }

    /// A text and a label that are both called like columns are a header that got among the rows. A label alone is a
    /// class like any other: a command to send a text, say.
    private void requireClasses(TableColumns columns) {
        if (!columns.named() || columns.labels().size() != 1 || options.task() != null) {
            return;
        }
        Set<String> names = new HashSet<>(ColumnNames.TEXT);
        columns.names().forEach(name -> names.add(ColumnNames.plain(name)));
        for (Labelled<Text> text : read) {
            if (!names.contains(ColumnNames.plain(text.input().first()))) {
                continue;
            }
            for (String label : text.labels()) {
                if (names.contains(ColumnNames.plain(label))) {
                    throw new DataException(
                            file.getParent() == null
                                    ? text.id().toString()
                                    : file.resolveSibling(text.id().toString())
                                            + ": label '" + label
                                            + "' is the name of a column, not a class; remove the row, or use"
                                            + " --task classes to keep it as a class");
                }
            }
        }
    }
}

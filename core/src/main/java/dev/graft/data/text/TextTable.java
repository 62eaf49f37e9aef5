package dev.graft.data.text;

import dev.graft.data.Cell;
import dev.graft.data.DataException;
import dev.graft.data.Part;
import dev.graft.data.Problem;
import dev.graft.data.Row;
import dev.graft.data.Rows;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file with a text and its label in each row.
final class TextTable {
    private final Path file;
    private final TextOptions options;
    private final TextListing listing;
    private final List<Labelled> read = new ArrayList<>();

    private TextTable(Path file, TextOptions options, TextListing listing) {
        this.file = file;
        this.options = options;
        this.listing = listing;
    }

    /// Reads a file.
    ///
    /// @param part     of the rows, unless `divided`
    /// @param divided  whether a column may say which part a row is in
    /// @throws DataException if it cannot be read, or columns cannot be found
    static void read(Path file, Part part, boolean divided, TextOptions options, TextListing listing) {
        try (Rows rows = Rows.open(file, ColumnNames.expected(options))) {
            new TextTable(file, options, listing).read(rows, part, divided);
        }
    }

    private void read(Rows rows, Part part, boolean divided) {
        rows.notes().forEach(note -> listing.notes().add(file + ": " + note));
        Row first = rows.next();
        if (first == null) {
            throw new DataException(file + ": the file is empty");
        }
        TableColumns columns = ColumnSearch.find(file.toString(), rows, first, options, true);
        listing.notes().addAll(columns.notes());
        declare(columns);
        boolean table = rows.names().isEmpty();
        TextCells texts = new TextCells(columns, table);
        LabelCells labels = new LabelCells(columns, options);
        Row row = columns.header() ? rows.next() : first;
        if (row == null) {
            throw new DataException(file + ": has a header and no rows");
        }
        for (; row != null; row = rows.next()) {
            String where = file.getFileName() + " line " + row.line();
            try {
                Text text = texts.read(row);
                boolean several = labels.several() || row.cell(columns.labels().getFirst()) instanceof Cell.Words;
                Labelled labelled = new Labelled(text, labels.read(row), several, where);
                listing.add(divided && columns.split() >= 0 ? part(row, columns.split()) : part, labelled);
                read.add(labelled);
            } catch (LabelCells.Unusable e) {
                listing.problems().add(new Problem(where, e.reason()));
            }
        }
        rows.encoding().ifPresent(code -> listing.notes().add(TextLines.encodingNote(file.toString(), code)));
        if (table && !columns.header() && options.columns().header() == null) {
            requireNoHeader();
        }
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

    /// A first row whose label no other row has, where all other labels occur twice, names columns in words that are
    /// not known here.
    private void requireNoHeader() {
        Map<String, Integer> counts = new HashMap<>();
        read.forEach(text -> text.labels().forEach(label -> counts.merge(label, 1, Integer::sum)));
        if (read.size() < 3 || read.getFirst().several()) {
            return;
        }
        String label = read.getFirst().labels().getFirst();
        boolean alone = counts.getOrDefault(label, 0) == 1
                && counts.values().stream().filter(count -> count == 1).count() == 1;
        if (alone && options.task() != Task.REGRESSION) {
            throw new DataException(file + " line 1: '" + label + "' is the label of no other row, and looks like a"
                    + " header; name its columns (--text, --label), or remove the row");
        }
    }
}

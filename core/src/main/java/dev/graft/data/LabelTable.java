package dev.graft.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A table with a picture's path and its label in each row. Columns are found by their names, or told; of two columns
/// the one that names files is the path. A column `split` says which part a row is in.
final class LabelTable {
    private static final int NAMED = 3;

    private final Path table;
    private final ImageOptions options;
    private final FileSearch files;
    private final Listing listing = Listing.empty("table of paths and labels");
    private final List<String> missing = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    /// A picture whose file is there.
    private record Found(Part part, Path file, String label) {}

    private LabelTable(Path table, ImageOptions options) {
        this.table = table;
        this.options = options;
        Path folder = table.getParent();
        this.files = new FileSearch(folder == null ? Path.of("") : folder);
    }

    static Listing list(Path table, ImageOptions options) {
        LabelTable reader = new LabelTable(table, options);
        List<String> names = Stream.concat(UsualNames.PATH.stream(), UsualNames.LABEL.stream())
                .toList();
        try (Rows rows = Rows.open(table, names)) {
            List<Row> all = new ArrayList<>();
            for (Row row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
            if (all.isEmpty()) {
                throw new DataException(table + ": the table is empty");
            }
            rows.notes().forEach(note -> reader.listing.notes().add(table + ": " + note));
            rows.encoding().ifPresent(code -> reader.listing.notes().add(table + " not in UTF-8, read as " + code));
            reader.read(rows.names(), all);
        }
        return reader.listing;
    }

    private void read(Optional<List<String>> names, List<Row> rows) {
        ImageColumns columns = ImageColumns.find(
                table,
                names.orElseGet(() -> rows.getFirst().words()),
                names.isPresent(),
                rows,
                options.table(),
                files::knows);
        for (Row row : rows.subList(names.isEmpty() && columns.header() ? 1 : 0, rows.size())) {
            read(row, columns);
        }
        if (found.isEmpty() && !missing.isEmpty()) {
            throw new DataException(table + ": none of the " + Wording.number(missing.size()) + " files in column "
                    + columns.name(columns.path()) + " is there: "
                    + String.join("; ", missing.subList(0, Math.min(NAMED, missing.size()))) + "; " + files.places());
        }
        add();
        files.notes().forEach(note -> listing.notes().add(table + ": " + note));
        listing.notes()
                .add(table.getFileName() + ": path from column " + columns.name(columns.path())
                        + ", label from column " + columns.name(columns.label())
                        + (columns.unused().isEmpty() ? "" : "; not used: " + Wording.shown(columns.unused())));
    }

    private void read(Row row, ImageColumns columns) {
        String where = table.getFileName() + " line " + row.line();
        String path = word(row, columns.path());
        String name = ClassNames.plain(word(row, columns.label()));
        if (row.fault() != null) {
            leaveOut(where, row.fault());
        } else if (row.cells().size() <= Math.max(columns.path(), columns.label()) && row.filled() > 0) {
            leaveOut(where, "too few columns: " + row.cells().size());
        } else if (columns.header() && row.words().equals(columns.names())) {
            leaveOut(where, "repeats the header");
        } else if (name.isEmpty()) {
            leaveOut(where, "no label");
        } else if (MissingWords.contain(name) && !options.table().keepMissing()) {
            leaveOut(where, "no label: " + name + " stands for a missing one (--keep-na keeps it)");
        } else {
            Part part = columns.split() < 0 ? Part.TRAIN : part(row, word(row, columns.split()));
            Optional<Path> file = files.find(path);
            if (file.isPresent()) {
                found.add(new Found(part, file.get(), name));
            } else {
                missing.add(path);
                leaveOut(where, "no such file: " + path);
            }
        }
    }

    private void leaveOut(String where, String reason) {
        listing.problems().add(new Problem(where, reason));
    }

    private Part part(Row row, String word) {
        return Part.of(word)
                .orElseThrow(() -> new DataException(
                        table + " line " + row.line() + ": expected train, val or test, found '" + word + "'"));
    }

    private static String word(Row row, int column) {
        return row.cell(column) instanceof Cell.Word(String word) ? word.strip() : "";
    }

    private void add() {
        boolean whole = TableLabels.areWhole(found.stream().map(Found::label).toList());
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Found each : found) {
            String label = whole ? TableLabels.whole(each.label()) : each.label();
            counts.merge(label, 1, Integer::sum);
            listing.add(each.part(), new ImageFile(each.file(), options.maxPixels()), label);
        }
        if (counts.size() * 2 > found.size() && found.size() >= TableLabels.FEW) {
            throw TableLabels.tooMany(table, counts.size(), found.size(), "picture");
        }
        listing.notes().addAll(TableLabels.notes(counts, "picture"));
    }
}

package dev.graft.data;

import dev.graft.data.LabelCells.Unusable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A table with an image's path and its label in each row. Columns are found by their names, or told; of two columns
/// the one that names files is the path. A column `split` says which part a row is in.
final class LabelTable {
    private static final int NAMED = 3;

    private final Path table;
    private final ImageOptions options;
    private final FileSearch files;
    private final Listing<ImageSource> listing = Listing.empty("table of paths and labels");
    private final List<String> missing = new ArrayList<>();

    private LabelTable(Path table, ImageOptions options) {
        this.table = table;
        this.options = options;
        Path folder = table.getParent();
        this.files = new FileSearch(folder == null ? Path.of("") : folder);
    }

    static Listing<ImageSource> list(Path table, ImageOptions options) {
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
        List<Row> own = rows.subList(names.isEmpty() && columns.header() ? 1 : 0, rows.size());
        List<String> labels = columns.labels().stream().map(columns::name).toList();
        if (labels.size() > 1 || options.split().task() == Task.REGRESSION) {
            listing.order().addAll(labels);
        }
        LabelCells cells = LabelCells.of(table.toString(), columns.labels(), labels, own, options.labels());
        Optional<GroupColumn> groups = GroupColumn.of(
                table.toString(), columns.names(), options.split().groups());
        for (Row row : own) {
            read(row, columns, cells, groups);
        }
        if (listing.parts().isEmpty() && !missing.isEmpty()) {
            throw new DataException(table + ": none of the " + Wording.count(missing.size(), "file") + " in column "
                    + columns.name(columns.path()) + " exists: "
                    + String.join("; ", missing.subList(0, Math.min(NAMED, missing.size()))) + "; " + files.places());
        }
        files.notes().forEach(note -> listing.notes().add(table + ": " + note));
        listing.understood()
                .add(groups.map(group -> columns.understood().using(group.name()))
                        .orElse(columns.understood()));
    }

    private void read(Row row, ImageColumns columns, LabelCells cells, Optional<GroupColumn> groups) {
        String where = table.getFileName() + " line " + row.line();
        try {
            if (row.fault() != null) {
                throw new Unusable(row.fault());
            }
            if (row.cells().size() < columns.needed() && row.filled() > 0) {
                throw new Unusable("too few columns: " + row.cells().size());
            }
            if (columns.header() && row.words().equals(columns.names())) {
                throw new Unusable("repeats the header");
            }
            List<String> labels = cells.read(row);
            Part part = columns.split() < 0 ? Part.TRAIN : part(row, word(row, columns.split()));
            String path = word(row, columns.path());
            Path file = files.find(path).orElse(null);
            if (file == null) {
                missing.add(path);
                throw new Unusable("no such file: " + path);
            }
            String group = groups.isPresent() ? groups.get().read(row) : "";
            ImageFile image = new ImageFile(file, options.maxPixels());
            listing.add(part, Labelled.image(image, labels, cells.several(row)).inGroup(group));
        } catch (Unusable e) {
            listing.problems().add(new Problem(where, e.reason()));
        }
    }

    private Part part(Row row, String word) {
        return Part.of(word)
                .orElseThrow(() -> new DataException(
                        table + " line " + row.line() + ": expected train, val or test, found '" + word + "'"));
    }

    private static String word(Row row, int column) {
        return row.cell(column) instanceof Cell.Word(String word) ? word.strip() : "";
    }
}

package dev.graft.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// A table with a picture's path and its label in each row; paths are relative to the table. Columns are
/// found by their names, else the first two are taken. A column `split` says which part a row is in.
final class LabelTable {
    private static final Set<String> PATH = Set.of("path", "file", "image", "filename", "filepath", "image_path");
    private static final Set<String> LABEL = Set.of("label", "class", "target", "category");
    private static final Set<String> SPLIT = Set.of("split", "part", "subset");

    private final Path table;
    private final ImageOptions options;
    private final Listing listing = Listing.empty("table of paths and labels");

    private LabelTable(Path table, ImageOptions options) {
        this.table = table;
        this.options = options;
    }

    static Listing list(Path table, ImageOptions options) {
        LabelTable reader = new LabelTable(table, options);
        List<CSVRecord> rows = rows(table);
        if (rows.isEmpty()) {
            throw new DataException(table + ": the table is empty");
        }
        reader.read(rows);
        return reader.listing;
    }

    private void read(List<CSVRecord> rows) {
        CSVRecord first = rows.getFirst();
        int path = column(first, PATH);
        int label = column(first, LABEL);
        int split = column(first, SPLIT);
        boolean named = path >= 0 && label >= 0;
        boolean header = named || find(first.get(0)).isEmpty();
        if (!named) {
            if (first.size() < 2) {
                throw new DataException(table + ": expected columns path and label, found only '" + first.get(0) + "'");
            }
            path = 0;
            label = 1;
            split = header ? split : -1;
            listing.notes().add("took the first column for the path and the second for the label");
        }
        for (CSVRecord row : rows.subList(header ? 1 : 0, rows.size())) {
            read(row, path, label, split);
        }
    }

    private void read(CSVRecord row, int path, int label, int split) {
        String where = table.getFileName() + " row " + row.getRecordNumber();
        if (row.size() <= Math.max(Math.max(path, label), split)) {
            listing.problems().add(new Problem(where, "too few columns: " + row.size()));
            return;
        }
        String name = row.get(label).strip();
        if (name.isEmpty()) {
            listing.problems().add(new Problem(where, "no label"));
            return;
        }
        Part part = Part.TRAIN;
        if (split >= 0) {
            part = Part.of(row.get(split))
                    .orElseThrow(() -> new DataException(table + " row " + row.getRecordNumber()
                            + ": expected train, val or test, found '" + row.get(split) + "'"));
        }
        Optional<Path> file = find(row.get(path));
        if (file.isEmpty()) {
            listing.problems().add(new Problem(where, "no such file: " + row.get(path)));
            return;
        }
        listing.add(part, new ImageFile(file.get(), options.maxPixels()), name);
    }

    private Optional<Path> find(String path) {
        try {
            Path file = table.resolveSibling(path.strip());
            return Files.isRegularFile(file) ? Optional.of(file.normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static int column(CSVRecord header, Set<String> names) {
        for (int i = 0; i < header.size(); i++) {
            if (names.contains(header.get(i).strip().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    private static List<CSVRecord> rows(Path table) {
        try {
            String text = Files.readString(table, StandardCharsets.UTF_8);
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(delimiter(table, text))
                    .setIgnoreEmptyLines(true)
                    .get();
            try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
                return parser.getRecords();
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(table + ": cannot be read as a UTF-8 table: " + e.getMessage(), e);
        }
    }

    private static char delimiter(Path table, String text) {
        if (ImageEncoder.extension(table).equals("tsv")) {
            return '\t';
        }
        String first = text.lines().findFirst().orElse("");
        return first.indexOf(',') < 0 && first.indexOf(';') >= 0 ? ';' : ',';
    }
}

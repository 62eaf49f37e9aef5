package dev.graft.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The images that a table names, with or without labels beside them: found as a training finds them.
///
/// @param files    in the order of the rows
/// @param problems rows whose file is not there
/// @param notes    what was understood, and how files were found
public record TableFiles(List<Path> files, List<Problem> problems, List<String> notes) {
    private static final int ROWS = 10;
    private static final int COLUMNS = 20;
    private static final Set<String> ENDINGS = Set.of("csv", "tsv", "txt", "jsonl", "json", "ndjson");

    /// Whether a file is a table and no image, by its name.
    public static boolean isTable(Path file) {
        return ENDINGS.contains(TableFormat.ending(file));
    }

    /// Whether one of the first rows names an image that is there.
    public static boolean namesImages(Path table) {
        try (Rows rows = Rows.open(table, UsualNames.PATH)) {
            FileSearch files = new FileSearch(table.getParent() == null ? Path.of("") : table.getParent());
            List<Row> first = new ArrayList<>();
            for (Row row = rows.next(); row != null && first.size() < ROWS; row = rows.next()) {
                first.add(row);
            }
            return first.stream()
                    .flatMap(row -> row.words().stream().limit(COLUMNS))
                    .anyMatch(word -> !word.isBlank()
                            && files.find(word.strip())
                                    .filter(ImageFiles::isImage)
                                    .isPresent());
        } catch (DataException e) {
            return false; // whatever it is, it is not needed here
        }
    }

    /// @param column of the file, by name or by number; [ImageOptions#AUTO] to find it
    /// @throws DataException if the table cannot be read, or its column not be told
    public static TableFiles of(Path table, String column) {
        List<Row> rows = new ArrayList<>();
        try (Rows reader = Rows.open(table, UsualNames.PATH)) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw new DataException(table + ": the table is empty");
            }
            return of(table, column, reader.names(), rows);
        }
    }

    private static TableFiles of(Path table, String column, Optional<List<String>> named, List<Row> rows) {
        Path folder = table.getParent();
        FileSearch search = new FileSearch(folder == null ? Path.of("") : folder);
        List<String> names = named.orElseGet(() -> rows.getFirst().words());
        ImageColumns columns = ImageColumns.ofFiles(table, names, named.isPresent(), rows, column, search::knows);
        TableFiles found = new TableFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Row row : rows.subList(named.isEmpty() && columns.header() ? 1 : 0, rows.size())) {
            String where = table.getFileName() + " line " + row.line();
            String name = row.cell(columns.path()) instanceof Cell.Word(String word) ? word.strip() : "";
            search.find(name)
                    .ifPresentOrElse(
                            found.files()::add,
                            () -> found.problems().add(new Problem(where, "no such file: " + name)));
        }
        found.notes().add(table.getFileName() + ": path from column " + columns.name(columns.path()));
        search.notes().forEach(note -> found.notes().add(table + ": " + note));
        return found;
    }
}

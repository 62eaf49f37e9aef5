package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.LineInput;
import dev.graft.data.Part;
import dev.graft.data.PartFolders;
import dev.graft.data.TableFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of a folder that are parts of one data set, by their names: `train.csv`, `ratings_test.txt`.
///
/// @param unused names of other files with texts, or of what may be one
record PartFiles(Map<Part, Path> parts, List<String> unused) {
    /// Ends of names that files with data have which are not read, or are not known to be tables.
    private static final Set<String> OTHERS = Set.of(
            "txt", "xlsx", "xls", "parquet", "arrow", "feather", "orc", "pkl", "db", "sqlite", "xml", "zip", "gz");

    /// @throws DataException if two files name one part, or none is the training part
    static PartFiles in(Path folder) {
        Map<Part, Path> parts = new EnumMap<>(Part.class);
        List<Path> tables = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path file : PartFolders.files(folder)) {
            boolean part = Part.in(TableFormat.stem(file)).isPresent();
            if (TextFormat.isTable(file) || (part && isTable(file))) {
                tables.add(file);
            } else if (OTHERS.contains(TableFormat.ending(file))) {
                others.add(file);
            }
        }
        for (Path file : tables) {
            Optional<Part> exact = Part.of(TableFormat.stem(file));
            Path twin = exact.isPresent() ? parts.put(exact.get(), file) : null;
            if (twin != null) {
                throw PartFolders.twins(folder, twin, file);
            }
        }
        for (Path file : tables) {
            Optional<Part> part = Part.in(TableFormat.stem(file));
            if (part.isPresent() && !parts.containsValue(file)) {
                Path twin = parts.putIfAbsent(part.get(), file);
                if (twin != null
                        && part.get() == Part.TRAIN
                        && Part.of(TableFormat.stem(twin)).isEmpty()) {
                    throw PartFolders.twins(folder, twin, file);
                }
            }
        }
        if (parts.isEmpty() && !tables.isEmpty()) {
            throw new DataException(folder + ": expected files called train, validation and test, found "
                    + names(tables) + "; give the file itself, or rename it");
        }
        List<Path> unused = new ArrayList<>(tables);
        unused.removeAll(parts.values());
        unused.addAll(others);
        return new PartFiles(parts, parts.isEmpty() ? List.of() : names(unused));
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
    }

    /// A file that is called like a part is looked at, whatever its ending: it is read, or said what it is.
    private static boolean isTable(Path file) {
        if (!TextFormat.isPlain(file)) {
            return OTHERS.contains(TableFormat.ending(file))
                    || TableFormat.ending(file).isEmpty();
        }
        try (LineInput input = LineInput.open(file)) {
            return TableFormat.of(file, input, ColumnNames.expected(TextOptions.defaults()))
                            .kind()
                    != TableFormat.Kind.LINES;
        }
    }
}

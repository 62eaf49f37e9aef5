package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.Part;
import dev.graft.data.PartFolders;
import dev.graft.data.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The front door to labelled texts. It looks at what lies there and reads
///
/// - a `.csv`, `.tsv` or `.jsonl` file with a text and its label in each row, and perhaps a column `split`
/// - a folder of such files called `train`, `validation` (or `valid`, `val`, `dev`) and `test`
/// - a folder of class folders with a text in each `.txt` file, with or without `train`, `validation` and `test` above
///
/// Files are UTF-8, or CP949 where they are not UTF-8, and may end in `.gz`. Columns are found by their names, in
/// English or Korean, or given in [TextOptions].
public final class TextData {
    private TextData() {}

    /// Opens a data set with the default options.
    public static TextSplits open(Path path) {
        return open(path, TextOptions.defaults());
    }

    /// Finds out the layout, reads every text, and splits off a validation part where there is none.
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static TextSplits open(Path path, TextOptions options) {
        return TextSplitting.of(path, list(path, options), options);
    }

    private static TextListing list(Path path, TextOptions options) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (Files.isRegularFile(path)) {
            TextListing listing = TextListing.empty("table of texts");
            TextTable.read(path, Part.TRAIN, true, options, listing);
            return listing;
        }
        Map<Part, Path> files = partFiles(path);
        if (files.isEmpty()) {
            return TextFolders.list(path);
        }
        if (!files.containsKey(Part.TRAIN)) {
            throw new DataException(path + ": expected " + TextFormat.TRAIN + " beside "
                    + files.values().iterator().next().getFileName());
        }
        TextListing listing = TextListing.empty("files of texts");
        files.forEach((part, file) -> TextTable.read(file, part, false, options, listing));
        return listing;
    }

    private static Map<Part, Path> partFiles(Path folder) {
        Map<Part, Path> parts = new EnumMap<>(Part.class);
        List<Path> tables =
                PartFolders.files(folder).stream().filter(TextFormat::isTable).toList();
        for (Path file : tables) {
            Optional<Part> part = Part.of(TableFormat.stem(file));
            Path twin = part.isPresent() ? parts.put(part.get(), file) : null;
            if (twin != null) {
                throw PartFolders.twins(folder, twin, file);
            }
        }
        if (parts.isEmpty() && !tables.isEmpty()) {
            throw new DataException(folder + ": expected files called train, validation and test, found "
                    + tables.stream()
                            .map(file -> String.valueOf(file.getFileName()))
                            .toList()
                    + "; name the file itself, or rename it");
        }
        return parts;
    }
}

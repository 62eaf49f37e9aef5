package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tables that lie in a folder in which class folders are looked for: what was meant may stand in them.
final class FolderTables {
    private static final Set<String> ENDINGS = Set.of("csv", "tsv", "jsonl", "json", "ndjson");
    private static final int TABLES = 6;

    private FolderTables() {}

    /// Tables that name images, and how to learn from them.
    static Optional<String> ofImages(Path folder) {
        List<Path> naming = tables(folder).filter(TableFiles::namesImages).toList();
        return naming.isEmpty()
                ? Optional.empty()
                : Optional.of(names(naming) + (naming.size() == 1 ? " names" : " name")
                        + " images; to train on its labels: graft train " + naming.getFirst());
    }

    /// The tables of a folder that has no images in class folders, and how to learn from them.
    static Optional<String> ofAnything(Path folder) {
        Optional<String> images = ofImages(folder);
        if (images.isPresent()) {
            return images;
        }
        List<Path> tables = tables(folder).toList();
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(names(tables) + (tables.size() == 1 ? " is a table" : " are tables")
                        + " that " + (tables.size() == 1 ? "names" : "name")
                        + " no images: are they texts? Then run graft train " + folder
                        + " --model graft-nano-ko, or the folder of another text model");
    }

    private static Stream<Path> tables(Path folder) {
        return PartFolders.files(folder).stream()
                .filter(file -> ENDINGS.contains(TableFormat.ending(file)))
                .limit(TABLES);
    }

    private static String names(List<Path> tables) {
        return String.join(
                ", ",
                tables.stream()
                        .map(table -> String.valueOf(table.getFileName()))
                        .toList());
    }
}

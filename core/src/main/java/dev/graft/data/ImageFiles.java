package dev.graft.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Finds picture files in folders.
public final class ImageFiles {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff");

    private ImageFiles() {}

    /// All files below a folder whose names end like a picture's, in the order of their names. Hidden ones are
    /// passed over.
    ///
    /// @throws DataException if the folder cannot be read
    public static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> EXTENSIONS.contains(ImageEncoder.extension(file)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }
}

package dev.graft.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds image files in folders: one rule for what is trained on and what is predicted.
public final class ImageFiles {
    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff", "ppm", "pgm", "pbm", "pnm");
    private static final int SNIFFED_BYTES = 1024;

    private ImageFiles() {}

    /// All images below a folder, in the order of their names. Hidden ones are passed over, links are followed.
    ///
    /// @throws DataException if the folder cannot be listed
    public static List<Path> below(Path folder) {
        return below(folder, FilePatterns.ALL);
    }

    /// Those of them that are asked for.
    ///
    /// @throws DataException if the folder cannot be listed
    public static List<Path> below(Path folder, FilePatterns patterns) {
        FileFilter filter = new FileFilter(folder, patterns);
        return PartFolders.below(folder).stream()
                .filter(filter::takes)
                .filter(ImageFiles::isImage)
                .sorted()
                .toList();
    }

    /// Whether something is called as images are: `1.jpg`.
    public static boolean isImageName(String name) {
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /// By its name, or else by its content: an image with a wrong or no extension is one.
    public static boolean isImage(Path file) {
        if (EXTENSIONS.contains(ImageEncoder.extension(file))) {
            return true;
        }
        try (var in = Files.newInputStream(file)) {
            return ImageHeader.read(in.readNBytes(SNIFFED_BYTES)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}

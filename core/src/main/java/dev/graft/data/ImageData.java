package dev.graft.data;

import dev.graft.text.RegularFile;
import java.nio.file.Files;
import java.nio.file.Path;

/// The front door to a data set of labelled pictures. It looks at what lies there and reads
///
/// - a folder of class folders: `bees/1.jpg`, `ants/2.png`, …
/// - the same below `train`, `val` (or `validation`, `valid`) and `test`
/// - a table of paths and labels, such as a `.csv`, `.tsv` or `.jsonl` file
/// - CIFAR-10 and CIFAR-100 as published, binary or for Python
///
/// Classes are numbered in the order of their names, as torchvision's `ImageFolder` does.
public final class ImageData {
    private ImageData() {}

    /// Opens a data set with the default options.
    public static Splits open(Path path) {
        return open(path, ImageOptions.defaults());
    }

    /// Finds out the layout, looks at every picture, and splits off a validation part where there is none.
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static Splits open(Path path, ImageOptions options) {
        return Splitting.of(path, list(path, options), options);
    }

    private static Listing list(Path path, ImageOptions options) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + ": " + RegularFile.OTHER);
        }
        if (Files.isRegularFile(path)) {
            return LabelTable.list(path, options);
        }
        return Cifar.list(path).orElseGet(() -> ClassFolders.list(path, options));
    }
}

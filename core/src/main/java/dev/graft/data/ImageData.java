package dev.graft.data;

import dev.graft.text.RegularFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The front door to a data set of labelled images. It looks at what lies there and reads
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
    public static Splits<ImageSource> open(Path path) {
        return open(path, ImageOptions.defaults());
    }

    /// Finds out the layout, looks at every image, and splits off a validation part where there is none.
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static Splits<ImageSource> open(Path path, ImageOptions options) {
        Inspection.Seen seen = Inspection.of(
                path,
                SeparateParts.added(list(path, options), path, options.split(), part -> list(part, options)),
                options);
        Splits<ImageSource> splits = Splitting.of(path, Kind.IMAGE, seen.listing(), options.split());
        List<String> said = new ArrayList<>();
        Optional<ValueRange> range = GreyRange.of(path, splits, seen.depths(), options, said);
        return splits.withRange(range, said);
    }

    private static Listing<ImageSource> list(Path path, ImageOptions options) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + ": " + RegularFile.OTHER);
        }
        if (Files.isRegularFile(path)) {
            FileFilter.requireNone(path, options.split().files(), "a table: leave its rows out");
            return LabelTable.list(path, options);
        }
        Optional<Listing<ImageSource>> cifar = Cifar.list(path);
        if (cifar.isPresent()) {
            FileFilter.requireNone(path, options.split().files(), "CIFAR, whose images are in files of thousands");
        }
        return cifar.orElseGet(() -> ClassFolders.list(path, options));
    }
}

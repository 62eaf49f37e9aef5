package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.FileFilter;
import dev.graft.data.Kind;
import dev.graft.data.Listing;
import dev.graft.data.Part;
import dev.graft.data.PartFolders;
import dev.graft.data.SeparateParts;
import dev.graft.data.Splits;
import dev.graft.data.Splitting;
import dev.graft.text.RegularFile;
import dev.graft.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The front door to labelled texts. It looks at what lies there and reads
///
/// - a file with a text and its label in each row, and perhaps a column `split`: `.csv`, `.tsv`, `.jsonl`, fastText's
/// - a folder of such files called `train`, `validation` (or `valid`, `val`, `dev`, `eval`) and `test`
/// - a folder of class folders with a text in each `.txt` file, with or without `train`, `validation` and `test` above
///
/// What kind of table a file is shows in its content, see [dev.graft.data.TableFormat]. Files are UTF-8, CP949 or
/// UTF-16, and may be packed with gzip or zip. Columns are found by their names, in English or Korean, or given in
/// [TextOptions].
public final class TextData {
    private TextData() {}

    /// Opens a data set with the default options.
    public static Splits<Text> open(Path path) {
        return open(path, TextOptions.defaults());
    }

    /// Finds out the layout, reads every text, and splits off a validation part where there is none.
    ///
    /// @throws DataException if there is no data set, or not one that can be trained on
    public static Splits<Text> open(Path path, TextOptions options) {
        return Splitting.of(
                path,
                Kind.TEXT,
                SeparateParts.added(list(path, options), path, options.split(), part -> list(part, options)),
                options.split());
    }

    private static Listing<Text> list(Path path, TextOptions options) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + ": " + RegularFile.OTHER);
        }
        if (Files.isRegularFile(path)) {
            FileFilter.requireNone(path, options.split().files(), "a table: leave its rows out");
            Listing<Text> listing = Listing.empty("table of texts");
            TextTable.read(path, Part.TRAIN, true, options, listing);
            return listing;
        }
        requireNoArrow(path);
        PartFiles files = PartFiles.in(path);
        if (files.parts().isEmpty()) {
            return TextFolders.list(path, options.split().files());
        }
        if (!files.parts().containsKey(Part.TRAIN)) {
            throw new DataException(path + ": expected " + TextFormat.TRAIN + " beside "
                    + files.parts().values().iterator().next().getFileName());
        }
        FileFilter.requireNone(path, options.split().files(), "tables: leave their rows out");
        Listing<Text> listing = Listing.empty("files of texts");
        files.parts().forEach((part, file) -> TextTable.read(file, part, false, options, listing));
        listing.unusedFiles().addAll(files.unused());
        return listing;
    }

    /// What HuggingFace's datasets leaves on disk is known by files beside the Arrow files.
    private static void requireNoArrow(Path folder) {
        for (String name : List.of("dataset_dict.json", "dataset_info.json")) {
            if (Files.isRegularFile(folder.resolve(name))
                    && PartFolders.below(folder).stream()
                            .anyMatch(file -> file.toString().endsWith(".arrow"))) {
                throw new DataException(folder + ": expected tables or class folders of texts, found a data set"
                        + " saved by HuggingFace datasets (Arrow); in Python, datasets.load_from_disk(\"" + folder
                        + "\") and, for each part, [\"train\"].to_csv(\"train.csv\", index=False)");
            }
        }
    }
}

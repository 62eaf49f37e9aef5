package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.data.ImageOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about a table, of images or of texts.
final class TableArguments {
    static final String KEEP_NA =
            "In a table: words that stand for a missing label, such as NaN, None, NULL or N/A, are classes.";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            split = ",",
            description = "In a table: the column of the label, by name or by number; for texts also several columns of"
                    + " 0 and 1 or of numbers. Default: found by its name.")
    private List<String> label = List.of();

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column of the file, by name or by number. Default: found by its"
                    + " name.")
    private @Nullable String path;

    @Option(names = "--keep-na", description = KEEP_NA)
    private boolean keepMissing;

    /// Columns of the label; none to find it.
    List<String> label() {
        return label;
    }

    boolean keepMissing() {
        return keepMissing;
    }

    /// @throws IllegalArgumentException if several columns are given, or one where there is no table
    ImageOptions.Table images(Path data) {
        return images(data, path, label, keepMissing);
    }

    static ImageOptions.Table images(Path data, @Nullable String path, List<String> label, boolean keepMissing) {
        if (label.size() > 1) {
            throw new IllegalArgumentException(
                    "--label: expected one column for images, found " + String.join(", ", label));
        }
        if (Files.isDirectory(data) && (path != null || !label.isEmpty() || keepMissing)) {
            throw new IllegalArgumentException((path != null ? "--path" : keepMissing ? "--keep-na" : "--label")
                    + ": goes with a table of images, and " + data + " is a folder");
        }
        return new ImageOptions.Table(
                path == null ? ImageOptions.AUTO : path,
                label.isEmpty() ? ImageOptions.AUTO : label.getFirst(),
                keepMissing);
    }

    /// @throws IllegalArgumentException if the column of an image's file is given
    void requireTexts() {
        if (Given.of(requireNonNull(spec), TableArguments.class).anyMatch("--path"::equals)) {
            throw new IllegalArgumentException("--path: goes with images, and --model is a text model");
        }
    }
}

package dev.graft.data;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How [ImageData] reads a data set.
///
/// @param split     how images become parts, and what is learned. With the test part for validation, as programs for
///     CIFAR have it, the result is judged by the images that chose the best epoch, which flatters it a little
/// @param check     how closely each file is looked at before training
/// @param maxPixels an image with more is treated as unreadable
/// @param table     how a table of paths and labels is read
/// @param range     which values of grey images with more than 8 bits are black and white, where the files do not say
///     it; null for the 0.1 and 99.9 percentiles of the training part
public record ImageOptions(
        SplitOptions split,
        Check check,
        long maxPixels,
        Table table,
        @Nullable ValueRange range) implements Divided<ImageOptions> {
    /// In place of a column's name: it is found by its name.
    public static final String AUTO = "auto";

    /// How a table of paths and labels is read.
    ///
    /// @param path        column of the file, by name or by number from 1; [#AUTO] to find it
    /// @param labels      columns of the label; none to find it. Several are columns of 0 and 1, or of numbers
    /// @param separator   what stands between the labels of an image in one column; empty for one label
    /// @param keepMissing whether words that stand for a missing label, such as NaN, are labels
    public record Table(String path, List<String> labels, String separator, boolean keepMissing) {
        public static final Table DEFAULT = new Table(AUTO, List.of(), "", false);

        public Table {
            labels = labels.equals(List.of(AUTO)) ? List.of() : List.copyOf(labels);
            separator = Objects.requireNonNullElse(separator, ""); // tables of earlier runs had none
        }
    }

    /// How closely each file is looked at before training.
    public enum Check {
        /// Only its first and last bytes: format, size, whether it is cut off. For data sets that are
        /// large or far away. Damage in between shows up when the image is first loaded, as an error.
        HEADERS,
        /// Each image is decoded once, which takes about as long as loading one epoch. What cannot be
        /// decoded is left out and listed, and training will not meet it.
        DECODE
    }

    /// @throws IllegalArgumentException if columns or separator go with another task
    public ImageOptions {
        labels(split, table).requireColumns(table.labels());
    }

    /// 20% for validation, seed 0, damaged files left out after decoding each once.
    public static ImageOptions defaults() {
        return new ImageOptions(SplitOptions.DEFAULT, Check.DECODE, ImageDecoder.USUAL_MAX_PIXELS, Table.DEFAULT, null);
    }

    /// How labels are read.
    LabelOptions labels() {
        return labels(split, table);
    }

    private static LabelOptions labels(SplitOptions split, Table table) {
        return new LabelOptions(split.task(), table.separator(), table.keepMissing());
    }

    @Override
    public ImageOptions withSplit(SplitOptions value) {
        return new ImageOptions(value, check, maxPixels, table, range);
    }

    public ImageOptions withCheck(Check value) {
        return new ImageOptions(split, value, maxPixels, table, range);
    }

    public ImageOptions withMaxPixels(long value) {
        return new ImageOptions(split, check, value, table, range);
    }

    /// How a table of paths and labels is read.
    public ImageOptions withTable(Table value) {
        return new ImageOptions(split, check, maxPixels, value, range);
    }

    /// Which values of grey images with more than 8 bits are black and white, where the files do not say it; null for
    /// the 0.1 and 99.9 percentiles of the training part.
    public ImageOptions withRange(@Nullable ValueRange value) {
        return new ImageOptions(split, check, maxPixels, table, value);
    }
}

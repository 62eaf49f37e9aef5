package dev.graft.data;

import org.jspecify.annotations.Nullable;

/// How [ImageData] reads a data set.
///
/// @param validationFraction share of each class that becomes the validation part where the data have none
/// @param seed               decides which pictures these are
/// @param strict             a picture that cannot be read is an error, not left out
/// @param check              how closely each file is looked at before training
/// @param maxPixels          a picture with more is treated as unreadable
/// @param testForValidation  a test part is the validation part where the data have no other, and nothing is split
///     off: as programs for CIFAR do. The result is then judged by the pictures that chose the best epoch, which
///     flatters it a little
/// @param perClass           pictures of each class that are kept of the training part, chosen by the seed; 0 for all
/// @param table              how a table of paths and labels is read
/// @param range              which values of grey pictures with more than 8 bits are black and white, where the files
/// do
///     not say it; null for the 0.1 and 99.9 percentiles of the training part
public record ImageOptions(
        double validationFraction,
        long seed,
        boolean strict,
        Check check,
        long maxPixels,
        boolean testForValidation,
        int perClass,
        Table table,
        @Nullable ValueRange range) {
    /// In place of a column's name: it is found by its name.
    public static final String AUTO = "auto";

    /// How a table of paths and labels is read.
    ///
    /// @param path        column of the file, by name or by number from 1; [#AUTO] to find it
    /// @param label       column of the label
    /// @param keepMissing whether words that stand for a missing label, such as NaN, are classes
    public record Table(String path, String label, boolean keepMissing) {
        public static final Table DEFAULT = new Table(AUTO, AUTO, false);
    }

    /// How closely each file is looked at before training.
    public enum Check {
        /// Only its first and last bytes: format, size, whether it is cut off. For data sets that are
        /// large or far away. Damage in between shows up when the picture is first loaded, as an error.
        HEADERS,
        /// Each picture is decoded once, which takes about as long as loading one epoch. What cannot be
        /// decoded is left out and listed, and training will not meet it.
        DECODE
    }

    public ImageOptions {
        if (!(validationFraction > 0 && validationFraction < 1)) {
            throw new IllegalArgumentException(
                    "data: expected a validation fraction between 0 and 1, found " + validationFraction);
        }
        if (perClass < 0) {
            throw new IllegalArgumentException("data: expected 0 or more pictures of each class, found " + perClass);
        }
    }

    /// 20% for validation, seed 0, damaged files left out after decoding each once.
    public static ImageOptions defaults() {
        return new ImageOptions(
                0.2, 0, false, Check.DECODE, ImageDecoder.USUAL_MAX_PIXELS, false, 0, Table.DEFAULT, null);
    }

    public ImageOptions withValidationFraction(double validationFraction) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    public ImageOptions withSeed(long seed) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    public ImageOptions withStrict(boolean strict) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    public ImageOptions withCheck(Check check) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    public ImageOptions withMaxPixels(long maxPixels) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    public ImageOptions withTestForValidation(boolean testForValidation) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    /// Learns from few pictures of each class only; the validation part stays whole.
    public ImageOptions withPerClass(int perClass) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    /// How a table of paths and labels is read.
    public ImageOptions withTable(Table table) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }

    /// Which values of grey pictures with more than 8 bits are black and white, where the files do not say it; null for
    /// the 0.1 and 99.9 percentiles of the training part.
    public ImageOptions withRange(@Nullable ValueRange range) {
        return new ImageOptions(
                validationFraction, seed, strict, check, maxPixels, testForValidation, perClass, table, range);
    }
}

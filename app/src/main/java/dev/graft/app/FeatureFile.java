package dev.graft.app;

import dev.graft.data.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A file of features, a row for each example, written as they come. It is whole, or as it was before: what is not
/// ended is left nowhere.
interface FeatureFile extends AutoCloseable {
    String ENDINGS = ".npy, .csv or .jsonl";

    /// What is told of an example before its numbers.
    ///
    /// @param kind     of the examples: an image is called by its path, a text by itself
    /// @param labelled whether examples have labels
    record Told(Kind kind, boolean labelled) {
        /// Names of what [#cells] gives.
        List<String> columns() {
            String name = kind == Kind.IMAGE ? "path" : "text";
            return labelled ? List.of(name, "label") : List.of(name);
        }

        List<String> cells(String source, String label) {
            return labelled ? List.of(source, label) : List.of(source);
        }
    }

    /// One of the kind that its name says.
    ///
    /// @throws IllegalArgumentException if that is none, or no file can be made there
    static FeatureFile create(Path file, Told told) {
        requireKnown(file);
        try {
            return switch (ending(file)) {
                case ".npy" -> new NpyFile(file, told);
                case ".csv" -> FeatureLines.csv(file, told);
                default -> FeatureLines.json(file, told);
            };
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException if it is a folder, or its name says none of the kinds
    static void requireKnown(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("--out: expected a file, found the folder " + file);
        }
        if (!List.of(".npy", ".csv", ".jsonl", ".ndjson").contains(ending(file))) {
            throw new IllegalArgumentException("--out: expected a file that ends in " + ENDINGS + ", found " + file);
        }
    }

    /// @throws IllegalArgumentException if what is written would take the place of the data
    static void requireOther(Path file, Path data) {
        List<Path> written = ending(file).equals(".npy") ? List.of(file, NpyFile.names(file)) : List.of(file);
        for (Path one : written) {
            if (isSame(one, data)) {
                throw new IllegalArgumentException("--out: " + one + " are the data; choose another name");
            }
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // there is none yet
        }
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }

    /// A row; each has as many numbers as the first.
    ///
    /// @param source path or text
    /// @param label  empty for none
    void write(String source, String label, float[] numbers) throws IOException;

    /// Ends it, and puts it in its place.
    ///
    /// @return all files that were written, itself first
    List<Path> finish() throws IOException;

    @Override
    void close() throws IOException;
}

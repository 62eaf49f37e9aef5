package dev.graft.data.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of a file, one after the other. Empty ones are passed over.
sealed interface Rows extends AutoCloseable permits TabRows, CsvRows, JsonRows {
    /// The next row; null after the last.
    ///
    /// @throws dev.graft.data.DataException if it cannot be read
    @Nullable
    Row next();

    /// Names of the columns, where the format has them; empty where the first row may be a header.
    Optional<List<String>> names();

    /// Whether the file was read as CP949.
    boolean isKorean();

    @Override
    void close();

    /// @throws dev.graft.data.DataException if the file cannot be read
    static Rows open(Path file, TextFormat format) {
        TextInput input = TextInput.open(file);
        try {
            return switch (format) {
                case CSV -> CsvRows.separated(input);
                case TSV -> TabRows.isQuoted(input) ? CsvRows.tabs(input) : new TabRows(input);
                case JSON_LINES -> new JsonRows(input);
                case LINES -> throw new IllegalArgumentException(file + ": lines have no columns");
            };
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }
}

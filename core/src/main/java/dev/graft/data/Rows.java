package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of a file, one after the other. Empty ones are passed over. It is the one reader of tables, of images as
/// of texts; what kind of file it is shows in its content, see [TableFormat].
public sealed interface Rows extends AutoCloseable permits TabRows, CsvRows, JsonRows, FastTextRows, TitledRows {
    /// The next row; null after the last.
    ///
    /// @throws DataException if it cannot be read
    @Nullable
    Row next();

    /// Names of the columns, where the format has them; empty where the first row may be a header.
    Optional<List<String>> names();

    /// The code of the characters, where it is not UTF-8.
    Optional<String> encoding();

    /// What was passed over that may be meant.
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();

    /// Opens a table.
    ///
    /// @param names names of columns that are expected
    /// @throws DataException if the file cannot be read, or is no table
    static Rows open(Path file, List<String> names) {
        LineInput input = LineInput.open(file);
        try {
            TableFormat format = TableFormat.of(file, input, names);
            if (format.kind() == TableFormat.Kind.LINES) {
                throw new DataException(file + ": expected a table, found lines without columns: no tab, comma,"
                        + " semicolon or | splits all of them into equally many");
            }
            return of(input, format, names);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /// The rest of a file as rows. Closing them closes it.
    ///
    /// @param names names of columns that are expected
    /// @throws DataException            if it cannot be read
    /// @throws IllegalArgumentException if the format is that of lines, which have no columns
    static Rows of(LineInput input, TableFormat format, List<String> names) {
        return switch (format.kind()) {
            case SEPARATED -> new TitledRows(new CsvRows(input, format.separator()), names);
            case TABS -> new TitledRows(new TabRows(input), names);
            case JSON -> new JsonRows(input);
            case FAST_TEXT -> new FastTextRows(input);
            case LINES -> throw new IllegalArgumentException(input.name() + ": lines have no columns");
        };
    }
}

package dev.graft.data.text;

import dev.graft.data.TableFormat;
import java.nio.file.Path;
import java.util.Set;

/// Which files of a folder hold texts, by the ends of their names; `.gz` or `.zip` may follow. What is in them is told
/// by themselves, see [TableFormat].
final class TextFormat {
    static final String TRAIN = "train.csv, train.tsv or train.jsonl";

    private static final Set<String> TABLES = Set.of("csv", "tsv", "json", "jsonl", "ndjson");

    private TextFormat() {}

    /// Whether it is called as tables are.
    static boolean isTable(Path file) {
        return TABLES.contains(TableFormat.ending(file));
    }

    /// Whether it is called as a text is, or as lines of them: `.txt`, or without an ending, as letters in old
    /// collections are.
    static boolean isPlain(Path file) {
        String ending = TableFormat.ending(file);
        return ending.isEmpty() || ending.equals("txt") || ending.equals("text");
    }
}

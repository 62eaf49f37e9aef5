package dev.graft.data.text;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// How a file holds texts, by the end of its name; `.gz` may follow.
enum TextFormat {
    /// Fields between commas, semicolons or tabs, in quotes where need be.
    CSV,
    /// Fields between tabs; quotes are characters like others.
    TSV,
    /// A JSON object a line.
    JSON_LINES,
    /// A text a line.
    LINES;

    static final String TABLES = ".csv, .tsv or .jsonl";
    static final String TRAIN = "train.csv, train.tsv or train.jsonl";

    static Optional<TextFormat> of(Path file) {
        String name = bare(file);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "csv" -> Optional.of(CSV);
            case "tsv" -> Optional.of(TSV);
            case "jsonl", "ndjson", "json" -> Optional.of(JSON_LINES);
            case "txt" -> Optional.of(LINES);
            default -> Optional.empty();
        };
    }

    /// Whether there can be a label beside the text.
    static boolean isTable(Path file) {
        return of(file).filter(format -> format != LINES).isPresent();
    }

    /// `train` of `train.csv.gz`.
    static String stem(Path file) {
        String name = bare(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static boolean isCompressed(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private static String bare(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }
}

package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How a file holds its rows. It is told by what stands in the file; its name only decides where that is in doubt.
///
/// @param separator what is between the fields of a row, where something is
public record TableFormat(Kind kind, char separator) {
    /// Ways to hold rows.
    public enum Kind {
        /// Fields with a separator between them, in quotes where need be.
        SEPARATED,
        /// Fields between tabs; quotes are characters like others.
        TABS,
        /// A JSON object a line, or an array of objects.
        JSON,
        /// fastText's: labels that begin with `__label__`, and words.
        FAST_TEXT,
        /// A text a line, and nothing beside it.
        LINES
    }

    /// Ends of names that tables have.
    public static final String ENDINGS = ".csv, .tsv or .jsonl";

    private static final int LINES_AHEAD = 300;
    private static final int CHARS_AHEAD = 1 << 18;
    private static final Set<String> JSON_ENDINGS = Set.of("json", "jsonl", "ndjson");

    private static final TableFormat JSON = new TableFormat(Kind.JSON, '\0');
    private static final TableFormat FAST_TEXT = new TableFormat(Kind.FAST_TEXT, '\0');
    private static final TableFormat LINES = new TableFormat(Kind.LINES, '\0');

    /// The name without `.gz` or `.zip`, in lower case.
    private static String bare(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zip)$", "");
    }

    /// `csv` of `train.csv.gz`; empty where there is no dot.
    public static String ending(Path file) {
        String name = bare(file);
        return name.substring(name.lastIndexOf('.') + 1).equals(name) ? "" : name.substring(name.lastIndexOf('.') + 1);
    }

    /// `train` of `train.csv.gz`.
    public static String stem(Path file) {
        String name = bare(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static boolean isCompressed(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /// Looks at the first lines of a file, and passes over one that only says what the separator is.
    ///
    /// @param names names of columns that are expected; a first line with one of them is a header
    public static TableFormat of(Path file, LineInput input, List<String> names) {
        String ending = ending(file);
        List<String> lines = input.ahead(LINES_AHEAD, CHARS_AHEAD).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty()) {
            return JSON_ENDINGS.contains(ending) ? JSON : ending.equals("txt") ? LINES : separated(',');
        }
        String first = lines.getFirst().strip();
        if (first.matches("(?i)\"?sep=.\"?")) {
            passOver(input, lines.getFirst());
            return separated(first.charAt(first.toLowerCase(Locale.ROOT).indexOf('=') + 1));
        }
        if (isJson(first, ending)) {
            return JSON;
        }
        if (lines.stream().filter(FastTextRows::isOne).count() * 20 >= lines.size() * 19L) {
            return FAST_TEXT;
        }
        boolean named = !ending.equals("txt") && !ending.isEmpty();
        char separator = Separators.find(lines, ending, names, named);
        if (separator == Separators.NONE) {
            return LINES;
        }
        return separator == '\t' && !TabQuotes.areUsed(file) ? new TableFormat(Kind.TABS, '\t') : separated(separator);
    }

    private static TableFormat separated(char separator) {
        return new TableFormat(Kind.SEPARATED, separator);
    }

    private static void passOver(LineInput input, String line) {
        String next = input.next();
        while (next != null && !next.equals(line)) {
            next = input.next();
        }
    }

    /// An object or array that begins as one; a text in brackets, "[사진] …", is none.
    private static boolean isJson(String first, String ending) {
        if (JSON_ENDINGS.contains(ending)) {
            return true;
        }
        String behind = first.substring(Math.min(1, first.length())).strip();
        boolean alone = behind.isEmpty();
        return switch (first.charAt(0)) {
            case '{' -> alone || behind.startsWith("\"") || behind.startsWith("}");
            case '[' -> alone || behind.startsWith("{");
            default -> false;
        };
    }
}

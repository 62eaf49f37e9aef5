package dev.graft.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds what separates the fields of a table, by how alike its rows are when they are cut there.
final class Separators {
    static final char NONE = '\0';
    private static final int HEADER_ROWS = 10;

    /// What a header with an expected name is worth, beside a share of rows with as many fields.
    private static final double KNOWN = 1;

    private static final double LIKE_FIRST = 0.25;

    /// Lines without a header are a table only if they are at least so many.
    private static final int LEAST_LINES = 3;

    /// A separator and how well it does.
    ///
    /// @param alike share of the rows that have as many fields as most
    /// @param known whether one of the first rows has an expected name
    private record Trial(char separator, double alike, boolean first, boolean known) {
        double score() {
            return alike + (known ? KNOWN : 0) + (first ? LIKE_FIRST : 0);
        }
    }

    private Separators() {}

    /// @param names names of columns that are expected
    /// @param table whether the name of the file says that it is a table, with one column at least
    static char find(List<String> lines, String ending, List<String> names, boolean table) {
        Trial best = null;
        for (char separator : (ending.equals("tsv") ? "\t,;|" : ",;\t|").toCharArray()) {
            Trial trial = trial(lines, separator, names);
            if (trial.alike() > 0 && (best == null || trial.score() > best.score())) {
                best = trial;
            }
        }
        if (table) {
            return best != null ? best.separator() : ending.equals("tsv") ? '\t' : ',';
        }
        if (best == null || best.alike() < 0.8) {
            return NONE;
        }
        boolean seldomInTexts = best.separator() == '\t' || best.separator() == '|';
        boolean regular = seldomInTexts && best.alike() >= 0.95 && lines.size() >= LEAST_LINES;
        return best.known() || regular ? best.separator() : NONE;
    }

    private static Trial trial(List<String> lines, char separator, List<String> names) {
        List<List<String>> rows = rows(lines, separator);
        Map<Integer, Integer> counts = new HashMap<>();
        rows.stream().filter(row -> row.size() > 1).forEach(row -> counts.merge(row.size(), 1, Integer::sum));
        int usual = counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
        double alike = usual == 0 ? 0 : counts.getOrDefault(usual, 0) / (double) rows.size();
        boolean known = rows.stream()
                .limit(HEADER_ROWS)
                .anyMatch(row -> row.size() > 1 && row.stream().anyMatch(field -> names.contains(plain(field))));
        return new Trial(separator, alike, !rows.isEmpty() && rows.getFirst().size() == usual, known);
    }

    /// As names of columns are compared: `Text Pair` is `text_pair`.
    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
    }

    private static List<List<String>> rows(List<String> lines, char separator) {
        List<List<String>> quoted = separator == '\t' ? List.of() : quoted(lines, separator);
        return !quoted.isEmpty()
                ? quoted
                : lines.stream()
                        .map(line -> List.of(line.split(Pattern.quote(String.valueOf(separator)), -1)))
                        .toList();
    }

    private static boolean doubles(String line, int at) {
        return at > 0 && line.charAt(at - 1) == '"';
    }

    /// Rows cut at a separator that does not stand in quotes; what follows a quote that never ends is left out.
    private static List<List<String>> quoted(List<String> lines, char separator) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (String line : lines) {
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"' && (quoted || field.isEmpty() || doubles(line, i))) {
                    quoted = !quoted; // a doubled one closes and opens again
                } else if (c == separator && !quoted) {
                    row.add(field.toString());
                    field.setLength(0);
                } else {
                    field.append(c);
                }
            }
            if (!quoted) {
                row.add(field.toString());
                rows.add(row);
                row = new ArrayList<>();
                field.setLength(0);
            }
        }
        return rows;
    }
}

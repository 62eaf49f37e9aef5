package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Several labels in one cell, with `|` between them. A `|` of a name has a backslash before it; backslashes right
/// before a `|` are doubled, and all others stand for themselves.
public final class JoinedLabels {
    private static final String BAR = "|";
    private static final Pattern BARS = Pattern.compile("(\\\\*)\\|");
    private static final Pattern LAST_BACKSLASHES = Pattern.compile("(\\\\+)$");

    private JoinedLabels() {}

    /// One cell of some labels.
    public static String join(List<String> labels) {
        List<String> escaped = labels.stream()
                .map(label -> BARS.matcher(label).replaceAll("$1$1\\\\|"))
                .toList();
        List<String> closed = escaped.stream()
                .map(label -> LAST_BACKSLASHES.matcher(label).replaceFirst("$1$1"))
                .toList();
        int last = labels.size() - 1;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> i < last ? closed.get(i) + BAR : escaped.get(i))
                .collect(Collectors.joining());
    }

    static List<String> split(String cell) {
        List<String> labels = new ArrayList<>();
        StringBuilder label = new StringBuilder();
        int at = 0;
        Matcher bars = BARS.matcher(cell);
        while (bars.find()) {
            int backslashes = bars.end(1) - bars.start(1);
            label.append(cell, at, bars.start()).append("\\".repeat(backslashes / 2));
            if (backslashes % 2 == 1) {
                label.append(BAR);
            } else {
                labels.add(label.toString());
                label.setLength(0);
            }
            at = bars.end();
        }
        labels.add(label.append(cell, at, cell.length()).toString());
        return cell.isEmpty() ? List.of() : labels;
    }
}

package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.Labelled;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Whether the first row of a table, whose names are not known here, is a header all the same. It is not taken for one:
/// whoever has the file is asked.
final class HeaderGuess {
    private static final int LEAST = 3;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .()/-]{0,39}");

    private HeaderGuess() {}

    /// @throws DataException if no other row has the label of the first, and the first looks like names of columns
    static void requireNone(Path file, List<Labelled<Text>> read, TextOptions options) {
        if (read.size() < LEAST || options.task() == Task.REGRESSION) {
            return;
        }
        Map<String, Integer> counts = new HashMap<>();
        read.forEach(text -> text.labels().forEach(label -> counts.merge(label, 1, Integer::sum)));
        List<String> first = read.getFirst().labels();
        boolean alone = !first.isEmpty() && first.stream().allMatch(label -> counts.getOrDefault(label, 0) == 1);
        boolean others = counts.values().stream().filter(count -> count == 1).count() == first.size();
        if (alone && (others || looksLikeName(read))) {
            throw new DataException(file + " line 1: '" + String.join(", ", first)
                    + "' is the label of no other row and looks like a header; specify its columns (--text,"
                    + " --label), or remove the row");
        }
    }

    /// One or two words where the others are longer.
    private static boolean looksLikeName(List<Labelled<Text>> read) {
        String text = read.getFirst().input().first().strip();
        String label = read.getFirst().labels().getFirst();
        double mean = read.stream()
                .skip(1)
                .mapToInt(each -> each.input().first().length())
                .average()
                .orElse(0);
        return NAME.matcher(text).matches()
                && NAME.matcher(label).matches()
                && text.split("\\s+").length <= 2
                && text.length() * 2 <= mean;
    }
}

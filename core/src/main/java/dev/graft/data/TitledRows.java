package dev.graft.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows without the titles that stand above them: lines in which nearly all columns are empty, as spreadsheets have
/// them.
final class TitledRows implements Rows {
    private static final int AHEAD = 10;

    private final Rows rows;
    private final Deque<Row> ahead = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();

    /// @param names names of columns that are expected
    TitledRows(Rows rows, List<String> names) {
        this.rows = rows;
        while (ahead.size() < AHEAD) {
            Row row = rows.next();
            if (row == null) {
                break;
            }
            ahead.add(row);
        }
        passOver(titles(List.copyOf(ahead), names));
    }

    /// How many of these rows come before the first that is no title.
    private static int titles(List<Row> first, List<String> names) {
        int columns = first.stream().mapToInt(row -> row.cells().size()).reduce(0, Math::max);
        if (columns < 2 || known(first.getFirst(), names) > 0) {
            return 0;
        }
        for (int i = 1; i < first.size(); i++) {
            long known = known(first.get(i), names);
            int filled = first.get(i).filled();
            if (known > 1 || (known == 1 && first.subList(0, i).stream().allMatch(row -> row.filled() < filled))) {
                return i;
            }
        }
        int titles = 0;
        while (titles < first.size() && isTitle(first.get(titles), columns)) {
            titles++;
        }
        return titles == first.size() ? 0 : titles;
    }

    private static boolean isTitle(Row row, int columns) {
        return row.filled() <= 1 && (columns > 2 || row.cells().size() < columns) && row.fault() == null;
    }

    private static long known(Row row, List<String> names) {
        return row.filled() < 2
                ? 0
                : row.words().stream()
                        .filter(word -> names.contains(Separators.plain(word)))
                        .count();
    }

    private void passOver(int titles) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < titles; i++) {
            ahead.remove().words().stream().filter(word -> !word.isEmpty()).forEach(passed::add);
        }
        if (titles > 0) {
            notes.add("skipped " + Wording.count(titles, "line") + " above the table: " + Wording.shown(passed));
        }
    }

    @Override
    public @Nullable Row next() {
        return ahead.isEmpty() ? rows.next() : ahead.remove();
    }

    @Override
    public Optional<List<String>> names() {
        return rows.names();
    }

    @Override
    public Optional<String> encoding() {
        return rows.encoding();
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        rows.close();
    }
}

package dev.graft.data.text;

import dev.graft.data.Understood;
import java.util.List;
import java.util.stream.IntStream;

/// Where things stand in the rows of one file.
///
/// @param header whether the first row holds names and no text
/// @param named  whether the columns have names
/// @param names  of the columns, or what stands in the first row
/// @param pair   -1 for none
/// @param labels none where texts have no labels
/// @param split  -1 for none
/// @param notes  what was taken that may not be meant
record TableColumns(
        boolean header,
        boolean named,
        List<String> names,
        int text,
        int pair,
        List<Integer> labels,
        int split,
        List<String> notes) {
    static final int NONE = -1;

    /// Columns a row needs.
    int needed() {
        int last = Math.max(Math.max(text, pair), split);
        return 1 + labels.stream().mapToInt(Integer::intValue).reduce(last, Math::max);
    }

    /// What a column is called in reports.
    String name(int column) {
        return named ? names.get(column) : "column " + (column + 1);
    }

    /// Columns that are not used.
    List<Integer> unused() {
        return IntStream.range(0, names.size())
                .filter(column -> column != text && column != pair && column != split && !labels.contains(column))
                .boxed()
                .toList();
    }

    /// The same for people, and for whoever reads other files as this one.
    Understood understood() {
        return new Understood(
                Understood.Unit.ROW,
                asked(text),
                pair == NONE ? "" : asked(pair),
                labels.stream().map(this::asked).toList(),
                unused().stream()
                        .filter(column -> !names.get(column).isBlank())
                        .map(column -> "column " + asked(column))
                        .toList());
    }

    /// How the column is asked for: by its name, or by its number.
    private String asked(int column) {
        return named ? names.get(column) : String.valueOf(column + 1);
    }
}

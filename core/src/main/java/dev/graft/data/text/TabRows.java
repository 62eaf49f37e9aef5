package dev.graft.data.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lines with tabs between their fields. A quote is a character like others: reviews begin with one, and end without.
final class TabRows implements Rows {
    private final TextInput input;

    TabRows(TextInput input) {
        this.input = input;
    }

    /// Whether the first line puts every field in quotes, so that the others can be expected to.
    static boolean isQuoted(TextInput input) {
        String first = input.peek();
        List<String> fields = first == null ? List.of() : List.of(first.split("\t", -1));
        return fields.size() > 1
                && fields.stream()
                        .allMatch(field -> field.length() > 1 && field.startsWith("\"") && field.endsWith("\""));
    }

    @Override
    public @Nullable Row next() {
        for (String line = input.next(); line != null; line = input.next()) {
            if (!line.isBlank()) {
                List<Cell> cells = Arrays.stream(line.split("\t", -1))
                        .<Cell>map(Cell.Word::new)
                        .toList();
                return new Row(input.line(), cells);
            }
        }
        return null;
    }

    @Override
    public Optional<List<String>> names() {
        return Optional.empty();
    }

    @Override
    public boolean isKorean() {
        return input.isKorean();
    }

    @Override
    public void close() {
        input.close();
    }
}

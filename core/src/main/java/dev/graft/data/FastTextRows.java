package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lines as fastText reads them: words, of which those that begin with `__label__` are labels.
final class FastTextRows implements Rows {
    static final String PREFIX = "__label__";
    private static final List<String> NAMES = List.of("text", "label");

    private final LineInput input;

    FastTextRows(LineInput input) {
        this.input = input;
    }

    /// Whether a line begins or ends with a label, and has something beside it.
    static boolean isOne(String line) {
        String[] words = line.strip().split("\\s+");
        return words.length > 1 && (isLabel(words[0]) || isLabel(words[words.length - 1]));
    }

    private static boolean isLabel(String word) {
        return word.startsWith(PREFIX) && word.length() > PREFIX.length() && word.indexOf(',') < 0;
    }

    @Override
    public @Nullable Row next() {
        for (String line = input.next(); line != null; line = input.next()) {
            if (!line.isBlank()) {
                return row(line);
            }
        }
        return null;
    }

    private Row row(String line) {
        List<String> labels = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String word : line.strip().split("\\s+")) {
            if (word.startsWith(PREFIX)) {
                labels.add(word.substring(PREFIX.length()));
            } else {
                text.append(text.isEmpty() ? "" : " ").append(word);
            }
        }
        Cell label = labels.size() == 1 ? new Cell.Word(labels.getFirst()) : new Cell.Words(labels);
        return new Row(input.line(), List.of(new Cell.Word(text.toString()), labels.isEmpty() ? Cell.MISSING : label));
    }

    @Override
    public Optional<List<String>> names() {
        return Optional.of(NAMES);
    }

    @Override
    public Optional<String> encoding() {
        return input.encoding();
    }

    @Override
    public void close() {
        input.close();
    }
}

package dev.graft.data;

import java.nio.file.Path;
import java.util.List;

/// Whether quotes in a file with tabs keep fields together, or are characters like others: reviews begin with one, and
/// end without. The whole file decides.
final class TabQuotes {
    /// Lines that a quoted field has at most.
    private static final int LONGEST = 200;

    private final int columns;
    private int open;
    private boolean doubled;
    private boolean needed;
    private boolean broken;

    private TabQuotes(int columns) {
        this.columns = columns;
    }

    static boolean areUsed(Path file) {
        try (LineInput input = LineInput.open(file)) {
            String first = input.next();
            while (first != null && first.indexOf('\t') < 0) {
                first = input.next();
            }
            if (first == null) {
                return false;
            }
            List<String> header = fields(first);
            if (header.stream()
                    .allMatch(field -> field.length() > 1 && field.startsWith("\"") && field.endsWith("\""))) {
                return true; // as all fields are then, most likely
            }
            TabQuotes quotes = new TabQuotes(header.size());
            quotes.look(input);
            return !quotes.broken && quotes.open == 0 && (quotes.needed || quotes.doubled);
        }
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\t", -1));
    }

    private void look(LineInput input) {
        int fields = 0;
        int lines = 0;
        for (String line = input.next(); line != null && !broken; line = input.next()) {
            fields += count(line);
            lines++;
            if (open == 0) {
                broken |= lines > 1 && fields != columns;
                fields = 0;
                lines = 0;
            }
        }
    }

    /// Fields that end in a line, with quotes as they keep them together.
    private int count(String line) {
        int ended = 0;
        boolean quoted = open > 0;
        boolean begin = !quoted;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"') {
                if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    doubled = true;
                    i++;
                } else {
                    quoted = false;
                    broken |= i + 1 < line.length() && line.charAt(i + 1) != '\t';
                }
            } else if (c == '\t') {
                needed |= quoted;
                ended += quoted ? 0 : 1;
                begin = true;
                continue;
            } else if (begin && c == '"' && !quoted) {
                quoted = true;
            }
            begin = false;
        }
        open = quoted ? open + 1 : 0;
        needed |= quoted;
        broken |= open > LONGEST;
        return ended + (quoted ? 0 : 1);
    }
}

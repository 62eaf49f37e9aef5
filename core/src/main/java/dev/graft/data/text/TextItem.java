package dev.graft.data.text;

import dev.graft.data.ExampleId;
import dev.graft.text.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A labelled text.
///
/// @param where file and line it comes from, for messages
public record TextItem(Text text, Target target, String where) {
    private static final Pattern ROW = Pattern.compile("(.*) line (\\d{1,9})", Pattern.DOTALL);

    /// By what it is known again: file and line, and the text itself, of a pair both.
    public ExampleId id() {
        String content =
                text.second().map(second -> text.first() + "\n" + second).orElse(text.first());
        Matcher row = ROW.matcher(where);
        return row.matches()
                ? new ExampleId(row.group(1), Integer.parseInt(row.group(2)), ExampleId.sha256(content))
                : ExampleId.ofFile(where.replace('\\', '/'), ExampleId.sha256(content));
    }
}

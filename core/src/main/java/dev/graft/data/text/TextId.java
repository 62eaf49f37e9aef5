package dev.graft.data.text;

import dev.graft.data.ExampleId;
import dev.graft.text.Text;

/// By what a text is known again: file and line, and the text itself, of a pair both.
final class TextId {
    private TextId() {}

    /// @param file relative to the data
    /// @param row  line where it begins; 0 where the file is the text
    static ExampleId of(String file, int row, Text text) {
        return new ExampleId(file.replace('\\', '/'), row, ExampleId.sha256(text));
    }
}

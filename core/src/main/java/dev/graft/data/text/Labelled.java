package dev.graft.data.text;

import dev.graft.text.Text;
import java.util.List;
import java.util.function.UnaryOperator;

/// A text as it was read, before labels had indices.
///
/// @param labels  names of classes, or numbers
/// @param several whether the data say that a text may have any number of labels
/// @param where   file and line, for messages
record Labelled(Text text, List<String> labels, boolean several, String where) {
    /// With other names of labels.
    Labelled mapped(UnaryOperator<String> name) {
        return new Labelled(text, labels.stream().map(name).distinct().toList(), several, where);
    }
}

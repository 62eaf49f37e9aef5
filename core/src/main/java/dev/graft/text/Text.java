package dev.graft.text;

import java.util.Optional;

/// What is tokenized: one text, or two that belong together, such as a question and an answer.
///
/// @param first  the text
/// @param second what goes with it
public record Text(String first, Optional<String> second) {
    /// One text.
    public static Text of(String text) {
        return new Text(text, Optional.empty());
    }

    /// Two texts that belong together.
    public static Text pair(String first, String second) {
        return new Text(first, Optional.of(second));
    }
}

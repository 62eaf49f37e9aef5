package dev.graft.data;

import java.util.List;

/// What stands in one column of one row.
public sealed interface Cell {
    /// A field of a table; a string, a number or a boolean of JSON.
    record Word(String text) implements Cell {}

    /// An array of JSON.
    record Words(List<String> texts) implements Cell {
        public Words {
            texts = List.copyOf(texts);
        }
    }

    /// Nothing, or null.
    record Missing() implements Cell {}

    /// Something that is neither text nor label.
    ///
    /// @param what an object, say
    record Other(String what) implements Cell {}

    Cell MISSING = new Missing();

    /// Whether nothing stands there.
    default boolean isBlank() {
        return this instanceof Missing || (this instanceof Word(String text) && text.isBlank());
    }
}

package dev.graft.data.text;

import java.util.List;

/// What stands in one column of one row.
sealed interface Cell {
    /// A field of a table; a string, a number or a boolean of JSON.
    record Word(String text) implements Cell {}

    /// An array of JSON.
    record Words(List<String> texts) implements Cell {}

    /// Nothing, or null.
    record Missing() implements Cell {}

    /// Something that is neither text nor label.
    ///
    /// @param what an object, say
    record Other(String what) implements Cell {}

    Cell MISSING = new Missing();
}

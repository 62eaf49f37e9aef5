package dev.graft.method;

/// What was answered to a choice, and by whom.
///
/// @param value a word, a number, or yes or no
/// @param from  name of the [Source]: `given`, `plan file`, `method`, `kind of examples`
public record Answer(Object value, String from) {}

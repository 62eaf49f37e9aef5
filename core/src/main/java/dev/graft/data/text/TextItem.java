package dev.graft.data.text;

import dev.graft.text.Text;

/// A labelled text.
///
/// @param where file and line it comes from, for messages
public record TextItem(Text text, Target target, String where) {}

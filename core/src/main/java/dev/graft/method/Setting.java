package dev.graft.method;

import dev.graft.data.Kind;

/// What defaults may depend on.
///
/// @param kind        what is learned from
/// @param fromScratch whether it starts from random weights
public record Setting(Kind kind, boolean fromScratch) {
    boolean ofTexts() {
        return kind == Kind.TEXT;
    }
}

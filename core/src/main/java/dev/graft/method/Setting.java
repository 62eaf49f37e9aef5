package dev.graft.method;

import dev.graft.data.Kind;
import java.util.Optional;

/// What defaults may depend on.
///
/// @param kind        what is learned from
/// @param fromScratch whether it starts from random weights
/// @param data        what is learned from; empty before it has been read
/// @param model       what is tuned; empty before it has been made
public record Setting(Kind kind, boolean fromScratch, Optional<DataFacts> data, Optional<ModelFacts> model) {
    /// Before anything is read.
    public Setting(Kind kind, boolean fromScratch) {
        this(kind, fromScratch, Optional.empty(), Optional.empty());
    }

    boolean ofTexts() {
        return kind == Kind.TEXT;
    }
}

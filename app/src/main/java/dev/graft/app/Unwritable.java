package dev.graft.app;

import java.io.IOException;
import java.nio.file.Path;

/// Why something that was asked for cannot be written, in one line.
final class Unwritable {
    private Unwritable() {}

    /// @param option that names it
    static IllegalArgumentException of(String option, Path place, IOException failure) {
        return new IllegalArgumentException(
                option + ": " + place + " cannot be written: " + RunPlace.reason(failure), failure);
    }
}

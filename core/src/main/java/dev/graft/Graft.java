package dev.graft;

/// What is true of the library as a whole.
public final class Graft {
    /// The version of this library.
    public static final String VERSION = "0.1.0-SNAPSHOT";

    private Graft() {}
}

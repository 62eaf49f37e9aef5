package dev.graft;

import dev.graft.job.Version;

/// What is true of the library as a whole.
public final class Graft {
    /// The version of this library.
    public static final String VERSION = Version.GRAFT;

    private Graft() {}
}

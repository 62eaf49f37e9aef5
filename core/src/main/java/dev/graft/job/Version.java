package dev.graft.job;

/// Which Graft this is.
public final class Version {
    /// The version of this library.
    public static final String GRAFT = "0.1.0-SNAPSHOT";

    private Version() {}
}

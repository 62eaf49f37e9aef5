package dev.graft.app;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// When the command that is running began: with the Java that was started for it, if nothing else is said.
/// What the launcher did before, building perhaps, is no part of it.
final class Startup {
    private static volatile @Nullable Long command;

    private Startup() {}

    /// A command begins in a Java that may have done other things.
    static void ofCommand() {
        command = System.currentTimeMillis();
    }

    static double secondsAgo() {
        Long begun = command;
        long start = begun == null ? ManagementFactory.getRuntimeMXBean().getStartTime() : begun;
        return (System.currentTimeMillis() - start) * 1e-3;
    }
}

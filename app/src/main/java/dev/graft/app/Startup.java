package dev.graft.app;

import java.time.Duration;
import java.time.Instant;

/// When the command that is running began.
final class Startup {
    private static volatile Instant begin = Instant.now();

    private Startup() {}

    /// A command begins in a process that has just begun for it.
    static void ofProcess() {
        begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }

    /// A command begins in a process that may have done other things.
    static void ofCommand() {
        begin = Instant.now();
    }

    static double secondsAgo() {
        return Duration.between(begin, Instant.now()).toNanos() * 1e-9;
    }
}

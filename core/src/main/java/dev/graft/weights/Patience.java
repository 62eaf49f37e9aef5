package dev.graft.weights;

import java.time.Duration;

/// How hard a server is tried.
///
/// @param attempts in a row that bring nothing further, at least 1; one that does begins the count anew,
///     so that a large file gets through a line that breaks often
/// @param pause    after the first of them; twice as long after each further one
/// @param stall    without a byte, after which an attempt has failed
record Patience(int attempts, Duration pause, Duration stall) {
    static final Patience USUAL = new Patience(4, Duration.ofSeconds(2), Duration.ofSeconds(60));
}

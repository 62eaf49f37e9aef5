package dev.graft.model;

import dev.graft.text.Bounds;
import java.time.Duration;

/// How questions that come at the same moment share a batch: the first of a batch waits for others until the batch is
/// full or the longest wait is over. It makes many who ask at once faster, and one alone slower by the wait.
///
/// @param most        examples in a batch, at least 1
/// @param longestWait longest that a question waits for others before it is computed, at least 0: 0 takes those
///     that are there already
public record Sharing(int most, Duration longestWait) {
    public static final int MOST = 1024;

    /// @throws IllegalArgumentException if a number is out of its range
    public Sharing {
        Bounds.require("sharing: most", most, 1, MOST);
        if (longestWait.isNegative() || longestWait.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("sharing: expected a wait from 0 to one minute, found " + longestWait);
        }
    }

    /// Up to 32 in a batch.
    public static Sharing within(Duration longestWait) {
        return new Sharing(Predictor.BATCH, longestWait);
    }

    /// Another number of examples in a batch at most.
    public Sharing withMost(int value) {
        return new Sharing(value, longestWait);
    }
}

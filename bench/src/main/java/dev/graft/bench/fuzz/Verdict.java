package dev.graft.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// What came of one damaged file.
///
/// @param outcome    how it ended
/// @param reason     what was said; empty where it was read
/// @param seconds    processor time of the whole process meanwhile, where that is known
/// @param peakBytes  most memory that the process held meanwhile; 0 where the system does not tell
record Verdict(Outcome outcome, String reason, double seconds, long peakBytes) {
    enum Outcome {
        READ,
        /// In one line, by an exception that callers are told of.
        REFUSED,
        /// Anything else.
        FAULT
    }

    /// A line from a worker to its parent.
    String line() {
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%s",
                outcome,
                peakBytes,
                Base64.getEncoder().encodeToString(reason.getBytes(StandardCharsets.UTF_8)));
    }

    static Verdict of(String line, double seconds) {
        String[] cells = line.split("\t", -1);
        return new Verdict(
                Outcome.valueOf(cells[0]),
                new String(Base64.getDecoder().decode(cells[2]), StandardCharsets.UTF_8),
                seconds,
                Long.parseLong(cells[1]));
    }
}

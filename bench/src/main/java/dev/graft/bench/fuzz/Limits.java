package dev.graft.bench.fuzz;

/// What one file may cost.
///
/// @param seconds of processor time; ten times that by the clock
/// @param bytes   of memory of the process that reads it
record Limits(double seconds, long bytes) {
    private static final int BY_THE_CLOCK = 10;

    Limits {
        if (!(seconds > 0) || bytes < 1L << 28) {
            throw new IllegalArgumentException("limits: expected seconds above 0 and at least 256 MiB, found " + seconds
                    + " s and " + bytes + " bytes");
        }
    }

    double secondsByTheClock() {
        return BY_THE_CLOCK * seconds;
    }
}

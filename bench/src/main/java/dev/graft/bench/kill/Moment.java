package dev.graft.bench.kill;

import java.util.SplittableRandom;

/// When a training is killed.
sealed interface Moment {
    /// Right after so many names have appeared in the run folder, or changed the file they stand for.
    ///
    /// @param number 1 for the first
    record AtName(int number) implements Moment {}

    /// @param seconds after the first name has appeared in the run folder
    record AtTime(double seconds) implements Moment {}

    /// Any of both sorts, as likely.
    ///
    /// @param whole how a training went that was left alone
    static Moment any(TrainingProcess.Course whole, SplittableRandom random) {
        return random.nextBoolean()
                ? new AtName(random.nextInt(1, whole.names() + 1))
                : new AtTime(random.nextDouble() * whole.seconds());
    }
}

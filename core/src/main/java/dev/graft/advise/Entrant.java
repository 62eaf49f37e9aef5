package dev.graft.advise;

import dev.graft.job.TrainingOptions;

/// An arm with all that its training is told, ready to run.
///
/// @param arm     that it is
/// @param options of the training on the whole training part, with nothing left open
/// @param epochs  of that training
/// @param heat    epochs that it has in the race
/// @param seconds that the training would take, at most
record Entrant(Arm arm, TrainingOptions options, int epochs, int heat, double seconds) {
    String name() {
        return arm.name();
    }

    Entrant withSeconds(double value) {
        return new Entrant(arm, options, epochs, heat, value);
    }

    /// Of its training in the race.
    TrainingOptions racing() {
        TrainingOptions plain = options.withoutThresholds();
        return heat == epochs ? plain : plain.withEpochs(heat);
    }
}

package dev.graft.train;

import dev.graft.task.Score;
import java.util.List;

/// What a listener is told while a training goes on.
public sealed interface TrainingEvent {

    /// The first epoch is about to start.
    ///
    /// @param firstEpoch counted from 1; above 1 when resumed
    /// @param epochs     of the whole plan
    /// @param before     what came of the epochs before it
    record Started(int firstEpoch, int epochs, int trainExamples, int valExamples, History before)
            implements TrainingEvent {}

    /// From this epoch on, other parameters train.
    ///
    /// @param epoch      counted from 1
    /// @param groups     names of the groups that train
    /// @param trainable  elements of all parameters that train
    record PhaseEntered(int epoch, List<String> groups, long trainable) implements TrainingEvent {
        public PhaseEntered {
            groups = List.copyOf(groups);
        }
    }

    /// It was decided whether what frozen stages make of the images is kept for later epochs.
    ///
    /// @param epoch counted from 1
    /// @param line  what is kept and where, or why nothing is, for a person
    record ReuseDecided(int epoch, String line) implements TrainingEvent {}

    /// A batch was trained on or evaluated.
    ///
    /// @param epoch    counted from 1
    /// @param training whether it was a training batch
    /// @param batch    counted from 1, of `batches` in this part of the epoch
    /// @param examples in this batch
    /// @param loss     mean loss of this batch
    record BatchDone(int epoch, boolean training, int batch, int batches, int examples, double loss)
            implements TrainingEvent {}

    /// An epoch was trained, evaluated and saved.
    ///
    /// @param score   what its `accuracy` is
    /// @param best    whether it is the best so far
    /// @param epochs  of the whole plan
    /// @param seconds it took
    record EpochDone(EpochResult result, Score score, boolean best, int epochs, double seconds)
            implements TrainingEvent {
        /// The line the epoch is reported with.
        public String line() {
            return result.line(score, epochs);
        }
    }

    /// Training ended.
    ///
    /// @param detail one line for a person; empty when it simply completed
    record Stopped(StopReason reason, String detail) implements TrainingEvent {}
}

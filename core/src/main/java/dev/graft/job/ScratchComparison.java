package dev.graft.job;

import java.util.Optional;

/// What transfer gained over training the same network from random weights, on the same examples and as many epochs.
///
/// @param accuracy        best validation score of the tuned network: its accuracy; for numbers, R²
/// @param scratchAccuracy best validation score from scratch
/// @param points          a hundred times the first less the second: percentage points, where the score is a share
/// @param scratchEpochs   epochs until the best score from scratch
/// @param scratchSeconds  seconds until then
/// @param epochs          epochs in which the tuned network reached that score; empty if it never did
/// @param seconds         seconds in which it did
public record ScratchComparison(
        double accuracy,
        double scratchAccuracy,
        double points,
        int scratchEpochs,
        double scratchSeconds,
        Optional<Integer> epochs,
        Optional<Double> seconds) {

    public static ScratchComparison of(Run tuned, Run scratch) {
        double accuracy = tuned.best().valAccuracy();
        double target = scratch.best().valAccuracy();
        return new ScratchComparison(
                accuracy,
                target,
                100 * (accuracy - target),
                scratch.best().epoch(),
                scratch.secondsTo(target).orElseThrow(),
                tuned.epochsTo(target),
                tuned.secondsTo(target));
    }

    /// How many times fewer epochs; empty if the tuned network never got there.
    public Optional<Double> timesFewerEpochs() {
        return epochs.map(taken -> (double) scratchEpochs / taken);
    }

    /// How many times less time; empty if the tuned network never got there.
    public Optional<Double> timesFaster() {
        return seconds.map(taken -> scratchSeconds / taken);
    }
}

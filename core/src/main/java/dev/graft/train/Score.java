package dev.graft.train;

import dev.graft.data.Task;
import org.bytedeco.pytorch.Tensor;

/// Sums over the batches of an epoch while the weights move.
final class Score {
    private final Tally tally;
    private double lossSum;
    private long examples;

    Score(Task task) {
        this.tally = Tally.of(task);
    }

    /// @param logits what the loss was computed of
    void add(double loss, Tensor logits, Tensor targets) {
        lossSum += loss * targets.size(0);
        examples += targets.size(0);
        if (Double.isFinite(loss)) {
            tally.add(logits.detach(), targets);
        }
    }

    double loss() {
        return lossSum / Math.max(1, examples);
    }

    double accuracy() {
        return tally.score();
    }
}

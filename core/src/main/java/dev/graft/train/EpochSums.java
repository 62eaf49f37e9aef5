package dev.graft.train;

import dev.graft.task.Tally;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// Sums over the batches of an epoch while the weights move.
final class EpochSums {
    private final Tally tally;
    private double lossSum;
    private long answers;

    EpochSums(Tally tally) {
        this.tally = tally;
    }

    /// @param logits what the loss was computed of
    void add(double loss, Tensor logits, List<Tensor> targets) {
        long more = targets.getFirst().size(0);
        lossSum += loss * more;
        answers += more;
        if (Double.isFinite(loss)) {
            tally.add(logits.detach(), targets);
        }
    }

    double loss() {
        return lossSum / Math.max(1, answers);
    }

    double score() {
        return tally.score();
    }
}

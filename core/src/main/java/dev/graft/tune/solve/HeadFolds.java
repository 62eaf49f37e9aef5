package dev.graft.tune.solve;

import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Which rows are learned from and which judge while each fold is held back.
///
/// @param learning how much a row counts for the head of a fold, `[N, folds, 1]`
/// @param judging  how much it counts when that head is judged, `[N, folds, 1 or outputs]`
record HeadFolds(Tensor learning, Tensor judging) {
    /// So many rows tell strengths apart; further folds would only take longer.
    private static final int ENOUGH_JUDGED = 1000;

    /// As many of the folds as it takes to tell strengths apart.
    ///
    /// @param weights how much a row counts, `[N]`
    static HeadFolds enough(HeadLoss loss, HeadExamples examples, Tensor targets, Tensor weights) {
        return of(loss, examples, targets, weights, used(examples));
    }

    /// Every fold.
    ///
    /// @param weights how much a row counts, `[N]`
    static HeadFolds all(HeadLoss loss, HeadExamples examples, Tensor targets, Tensor weights) {
        return of(loss, examples, targets, weights, examples.foldCount());
    }

    private static HeadFolds of(HeadLoss loss, HeadExamples examples, Tensor targets, Tensor weights, int folds) {
        int rows = examples.folds().length;
        float[] held = new float[rows * folds];
        float[] judges = new float[rows];
        for (int row = 0; row < rows; row++) {
            if (examples.folds()[row] < folds) {
                held[row * folds + examples.folds()[row]] = 1;
            }
            judges[row] = examples.judging()[row] ? 1 : 0;
        }
        Tensor out = Tensors.of(held, rows, folds).to(ScalarType.Double);
        Tensor each = weights.view(-1, 1);
        Tensor learning = torch.ones_like(out).sub(out).mul(each);
        Tensor judging = out.mul(each)
                .mul(Tensors.of(judges, rows, 1).to(ScalarType.Double))
                .unsqueeze(2)
                .mul(loss.known(learning, targets));
        return new HeadFolds(learning.unsqueeze(2), judging);
    }

    /// As many of the folds as there have to be for enough rows to judge.
    private static int used(HeadExamples examples) {
        int[] judges = new int[examples.foldCount()];
        for (int row = 0; row < examples.folds().length; row++) {
            judges[examples.folds()[row]] += examples.judging()[row] ? 1 : 0;
        }
        int used = 0;
        for (int judged = 0; used < judges.length && judged < ENOUGH_JUDGED; used++) {
            judged += judges[used];
        }
        return used;
    }

    int count() {
        return (int) learning.size(1);
    }

    boolean anyJudges() {
        return judging.sum().item_double() > 0;
    }
}

package dev.graft.tune.solve;

import dev.graft.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/// What a head is solved on: a row for each view of each example.
///
/// @param features `[N, features]`, on the CPU
/// @param targets  as the loss says, of as many rows
/// @param folds    of each row, from 0: all rows of an example, and of examples that belong together, are in one; all 0
///     where nothing can be held back
/// @param judging  whether a row judges strengths when its fold is held back; the others are only learned from
/// @param views    rows of an example, which together count as one
public record HeadExamples(Tensor features, Tensor targets, int[] folds, boolean[] judging, int views) {
    /// @throws IllegalArgumentException if there is no row, their numbers differ, or a feature is not finite
    public HeadExamples {
        long rows = features.size(0);
        if (rows == 0
                || features.dim() != 2
                || targets.size(0) != rows
                || folds.length != rows
                || judging.length != rows
                || views < 1) {
            throw new IllegalArgumentException("head: expected features [N, features] with as many targets and folds,"
                    + " found " + Tensors.describe(features) + ", targets " + Tensors.describe(targets) + ", "
                    + folds.length + " folds, " + judging.length + " flags and " + views + " views");
        }
        if (!Tensors.isFinite(features)) {
            throw new IllegalArgumentException("head: expected finite features, found NaN or infinity among "
                    + Tensors.describe(features) + "; look at the weights and the examples, or compute in fp32");
        }
    }

    /// Every row an example of its own, judging.
    public static HeadExamples of(Tensor features, Tensor targets, int[] folds) {
        boolean[] judging = new boolean[folds.length];
        Arrays.fill(judging, true);
        return new HeadExamples(features, targets, folds, judging, 1);
    }

    /// How many folds there are; 1 where nothing is held back.
    int foldCount() {
        int most = 0;
        for (int fold : folds) {
            most = Math.max(most, fold);
        }
        return most + 1;
    }
}

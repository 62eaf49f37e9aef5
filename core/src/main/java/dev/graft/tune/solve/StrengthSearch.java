package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/// Tries strengths on folds that were held back, from strong to weak, each from where the one before ended, until
/// weaker ones no longer help.
final class StrengthSearch implements AutoCloseable {
    /// The grid is scikit-learn's (`LogisticRegressionCV`, ten values of C from 1e-4 to 1e4), a strength being 1 / C.
    static final double STRONGEST = 1e4;

    static final double STEP = Math.pow(10, 8.0 / 9);
    static final int GRID = 10;
    private static final int MOST_BEYOND = 4;
    private static final int MOST_WORSE = 2;
    private static final double TOLERANCE = 1e-6;

    private final HeadProblem folds;
    private final Tensor judging;
    private final Tensor solved;
    private final Tensor best;
    private Tried chosen = new Tried(Double.NaN, new double[0]);
    private int iterations;
    private boolean atEdge;

    /// What held back rows said of a strength.
    ///
    /// @param losses their mean loss, of each output where each is judged by itself
    record Tried(double strength, double[] losses) {
        double loss() {
            return Arrays.stream(losses).average().orElse(Double.POSITIVE_INFINITY);
        }
    }

    /// @param folds   a head for each fold, which counts the rows of the others
    /// @param judging how much each row counts when a head is judged, `[N, folds, 1 or outputs]`
    StrengthSearch(HeadProblem folds, Tensor judging) {
        this.folds = folds;
        this.judging = judging;
        this.solved = Scope.keep(folds.zeros());
        this.best = Scope.keep(folds.zeros());
    }

    Tried chosen() {
        return chosen;
    }

    /// What the folds' heads for the chosen strength say of each row, `[N, folds, outputs]`.
    ///
    /// @param tolerance how far above the least a mean loss may be
    Tensor outputs(double tolerance) {
        folds.solve(chosen.strength(), best, tolerance);
        return folds.outputs(best);
    }

    int iterations() {
        return iterations;
    }

    /// Whether the strongest or the weakest that was tried was the best.
    boolean atEdge() {
        return atEdge;
    }

    /// The mean of the folds' heads for the chosen strength: near to the head on all rows.
    Tensor start() {
        long heads = folds.heads();
        return best.view(heads, -1, best.size(1)).mean(0L);
    }

    StrengthSearch run() {
        weaker();
        if (chosen.strength() == STRONGEST) {
            stronger();
        }
        return this;
    }

    private void weaker() {
        int worse = 0;
        for (int i = 0; i < GRID + MOST_BEYOND && worse < MOST_WORSE; i++) {
            boolean better = improves(STRONGEST / Math.pow(STEP, i));
            worse = better ? 0 : worse + 1;
            atEdge = better && i > 0;
            if (!better && i >= GRID - 1) {
                return;
            }
        }
    }

    private void stronger() {
        solved.copy_(best);
        for (int i = 1; i <= MOST_BEYOND; i++) {
            atEdge = improves(STRONGEST * Math.pow(STEP, i));
            if (!atEdge) {
                return;
            }
        }
    }

    private boolean improves(double strength) {
        iterations += folds.solve(strength, solved, TOLERANCE);
        Tried tried = new Tried(strength, judged());
        if (!(tried.loss() < chosen.loss() || Double.isNaN(chosen.strength()))) {
            return false;
        }
        chosen = tried;
        best.copy_(solved);
        return true;
    }

    private double[] judged() {
        try (Scope scope = Scope.open()) {
            Tensor losses =
                    folds.loss().losses(folds.outputs(solved), folds.targets()).mul(judging);
            long[] rowsAndFolds = {0, 1};
            Tensor means = losses.sum(rowsAndFolds, false, new ScalarTypeOptional())
                    .div(judging.sum(rowsAndFolds, false, new ScalarTypeOptional())
                            .clamp_min(new Scalar(Double.MIN_NORMAL)));
            double[] values = new double[(int) means.numel()];
            for (int i = 0; i < values.length; i++) {
                values[i] = means.select(0, i).item_double();
            }
            return values;
        }
    }

    @Override
    public void close() {
        Scope.release(solved);
        Scope.release(best);
    }
}

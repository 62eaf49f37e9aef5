package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    // sklearn.metrics.classification_report([0,0,0,1,1,2,2,2,2], [0,0,1,1,1,2,0,2,2]) of scikit-learn 1.2
    private final ConfusionMatrix matrix =
            ConfusionMatrix.of(3, new int[] {0, 0, 0, 1, 1, 2, 2, 2, 2}, new int[] {0, 0, 1, 1, 1, 2, 0, 2, 2});

    @Test
    void countsByTargetThenPrediction() {
        assertThat(matrix.rows()).containsExactly(List.of(2L, 1L, 0L), List.of(0L, 2L, 0L), List.of(1L, 0L, 3L));
        assertThat(matrix.total()).isEqualTo(9);
        assertThat(matrix.accuracy()).isEqualTo(7.0 / 9);
    }

    @Test
    void scoresAreScikitLearns() {
        ClassScore first = matrix.scores().get(0);
        assertThat(first.precision()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(first.recall()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(matrix.scores().get(1).f1()).isCloseTo(0.8, within(1e-12));
        assertThat(matrix.scores().get(2).precision()).isEqualTo(1);
        assertThat(matrix.scores().get(2).recall()).isEqualTo(0.75);
        assertThat(matrix.scores().get(2).support()).isEqualTo(4);
        assertThat(matrix.macroF1()).isCloseTo((2.0 / 3 + 0.8 + 6.0 / 7) / 3, within(1e-12));
    }

    @Test
    void aClassThatNeverOccursScoresZero() {
        ConfusionMatrix lonely = ConfusionMatrix.of(2, new int[] {0}, new int[] {0});
        assertThat(lonely.scores().get(1)).isEqualTo(new ClassScore(0, 0, 0, 0));
        assertThat(ConfusionMatrix.of(2, new int[0], new int[0]).accuracy()).isZero();
    }

    /// Expected value by the formula in NumPy.
    @Test
    void correlatesTrueAndPredictedClasses() {
        int[] targets = {0, 1, 2, 2, 1, 0, 2, 1};
        int[] predictions = {0, 2, 2, 2, 1, 0, 1, 1};
        assertThat(ConfusionMatrix.of(3, targets, predictions).mcc()).isCloseTo(0.619047619, within(1e-9));
        assertThat(ConfusionMatrix.of(3, targets, targets).mcc()).isCloseTo(1, within(1e-12));
        assertThat(ConfusionMatrix.of(2, new int[] {0, 1}, new int[] {1, 1}).mcc())
                .isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0}, new int[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("confusion matrix: expected classes 0 to 1, found 2");
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0}, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

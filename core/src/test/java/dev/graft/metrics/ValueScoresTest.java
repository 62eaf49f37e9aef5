package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValueScoresTest {
    private static final double[] TARGETS = {1, 2, 2, 5, 7};
    private static final double[] PREDICTIONS = {1.5, 1, 2.5, 4, 8};

    /// Expected values by NumPy: `mean((f - t)**2)`, `corrcoef(t, f)`, `corrcoef` of ranks with ties sharing their
    /// mean.
    @Test
    void scoresNumbers() {
        ValueScores scores = ValueScores.of(1, TARGETS, PREDICTIONS);

        assertThat(scores.mse()).isCloseTo(0.7, within(1e-12));
        assertThat(scores.mae()).isCloseTo(0.8, within(1e-12));
        assertThat(scores.r2()).isCloseTo(0.86111, within(1e-5));
        assertThat(scores.pearson()).isCloseTo(0.94467, within(1e-5));
        assertThat(scores.spearman()).isCloseTo(0.82078, within(1e-5));
    }

    @Test
    void isTheMeanOverSeveralNumbers() {
        double[] targets = {0, 1, 10, 3};
        double[] predictions = {0, 2, 10, 5};

        assertThat(ValueScores.of(2, targets, predictions).mse()).isCloseTo((0 + 2.5) / 2, within(1e-12));
    }

    @Test
    void isZeroWhereNothingVaries() {
        ValueScores scores = ValueScores.of(1, new double[] {3, 3}, new double[] {3, 4});

        assertThat(scores.r2()).isZero();
        assertThat(scores.pearson()).isZero();
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> ValueScores.of(1, TARGETS, new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1 and 5");
    }
}

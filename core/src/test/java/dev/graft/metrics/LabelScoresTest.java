package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LabelScoresTest {
    @Test
    void scoresSeveralLabels() {
        // three texts of two labels: the first all right, the second with one too many, the third with none found
        boolean[] targets = {true, false, true, false, false, true};
        boolean[] predictions = {true, false, true, true, false, false};

        LabelScores scores = LabelScores.of(2, targets, predictions);

        assertThat(scores.examples()).isEqualTo(3);
        assertThat(scores.exactMatch()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(scores.microF1()).isCloseTo(2 * 2 / (3.0 + 3), within(1e-12));
        assertThat(scores.labels()).extracting(ClassScore::f1).containsExactly(1.0, 0.0);
        assertThat(scores.macroF1()).isEqualTo(0.5);
    }

    @Test
    void refusesHalfAnExample() {
        assertThatThrownBy(() -> LabelScores.of(2, new boolean[3], new boolean[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a multiple of 2");
    }
}

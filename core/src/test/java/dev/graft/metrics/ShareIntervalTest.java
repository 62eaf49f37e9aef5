package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareIntervalTest {
    /// As scipy 1.16 has it: `binomtest(hits, n).proportion_ci(method="wilson")`.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.277533",
        "8, 10, 0.490162, 0.943318",
        "10, 10, 0.722467, 1",
        "95, 100, 0.888250, 0.978458",
        "500, 1000, 0.469074, 0.530926"
    })
    void isThatOfWilson(int hits, int examples, double low, double high) {
        ShareInterval interval = ShareInterval.of((double) hits / examples, examples);

        assertThat(interval.low()).isCloseTo(low, within(1e-5));
        assertThat(interval.high()).isCloseTo(high, within(1e-5));
        assertThat(interval.width()).isCloseTo(high - low, within(2e-5));
    }

    @Test
    void containsWhatLiesBetweenItsEnds() {
        ShareInterval interval = ShareInterval.of(0.8, 10);

        assertThat(interval.contains(0.5)).isTrue();
        assertThat(interval.contains(0.45)).isFalse();
        assertThat(interval.contains(0.95)).isFalse();
    }

    @Test
    void isOfAShareOfSomeExamples() {
        assertThatIllegalArgumentException().isThrownBy(() -> ShareInterval.of(0.5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShareInterval.of(1.5, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> ShareInterval.of(Double.NaN, 10));
    }
}

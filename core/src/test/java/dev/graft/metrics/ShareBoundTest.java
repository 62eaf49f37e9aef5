package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareBoundTest {
    /// SciPy 1.17: `scipy.stats.beta.ppf(0.05, hits, examples - hits + 1)`.
    @ParameterizedTest
    @CsvSource({
        "0, 5, 0.000000000000",
        "1, 1, 0.050000000000",
        "30, 30, 0.904966147145",
        "42, 42, 0.931157392160",
        "41, 42, 0.891962303839",
        "59, 60, 0.923360005065",
        "99, 100, 0.953440188546",
        "5, 10, 0.222441101008",
        "198, 200, 0.968857400586",
        "9900, 10000, 0.988202766029"
    })
    void isTheQuantileOfABetaDistribution(long hits, long examples, double expected) {
        assertThat(ShareBound.atLeast(hits, examples)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void otherCountsAreRefused() {
        assertThatThrownBy(() -> ShareBound.atLeast(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share: expected 0 to 0 of at least 1, found 0 of 0");
        assertThatThrownBy(() -> ShareBound.atLeast(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}

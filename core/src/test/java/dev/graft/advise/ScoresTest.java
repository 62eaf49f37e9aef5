package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
    @Test
    void theErrorOfAShareIsThatOfSoManyExamples() {
        Measured measured = Scores.of(80, 20).measured();

        assertThat(measured.mean()).isCloseTo(0.8, within(1e-12));
        assertThat(measured.error()).isCloseTo(Math.sqrt(82 / 104.0 * 22 / 104.0 / 104), within(1e-12));
    }

    @Test
    void aFewRightAnswersAreNoCertainty() {
        assertThat(Scores.of(4, 0).measured().mean()).isEqualTo(1);
        assertThat(Scores.of(4, 0).measured().error()).isCloseTo(0.153, within(1e-3));
    }

    @Test
    void whatIsHardForBothIsNoDoubt() {
        double[] one = Scores.of(50, 50).each();
        double[] other = one.clone();
        other[50] = 1;

        Measured more = new Scores(other).over(new Scores(one));

        assertThat(more.mean()).isCloseTo(0.01, within(1e-12));
        assertThat(more.error()).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void otherExamplesAreNotCompared() {
        assertThatThrownBy(() -> Scores.of(1, 1).over(Scores.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores: expected those of the same 2 examples, found 3");
    }

    @Test
    void oneErrorDecidesAndTwoAreCertain() {
        assertThat(new Measured(0.03, 0.02).decides()).isTrue();
        assertThat(new Measured(0.03, 0.02).isCertain()).isFalse();
        assertThat(new Measured(-0.05, 0.02).decides()).isFalse();
        assertThat(new Measured(-0.05, 0.02).isCertain()).isTrue();
        assertThat(new Measured(0, 0).decides()).isFalse();
        assertThat(new Measured(0, 0).isCertain()).isFalse();
    }
}

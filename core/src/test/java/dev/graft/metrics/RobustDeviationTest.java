package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RobustDeviationTest {
    @Test
    void isTheDifferenceToTheMedianByTheMedianOfSuchDifferences() {
        // median 3, differences 2 1 0 1 97, of which the median is 1
        double[] found = RobustDeviation.of(new double[] {1, 2, 3, 4, 100});
        assertThat(found)
                .containsExactly(new double[] {-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 97 / 1.4826}, within(1e-12));
        assertThat(RobustDeviation.of(new double[] {1, 3})[1]).isCloseTo(1 / 1.4826, within(1e-12));
    }

    @Test
    void nothingIsFarOffWhereMostAreTheSame() {
        assertThat(RobustDeviation.of(new double[] {5, 5, 5, 9})).containsOnly(0);
        assertThat(RobustDeviation.of(new double[0])).isEmpty();
    }

    @Test
    void ofNormalNumbersItIsTheirUsualDeviation() {
        Random random = new Random(1);
        double[] values = new double[20_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = 7 + 3 * random.nextGaussian();
        }
        values[0] = 10;
        assertThat(RobustDeviation.of(values)[0]).isCloseTo(1, within(0.03));
    }
}

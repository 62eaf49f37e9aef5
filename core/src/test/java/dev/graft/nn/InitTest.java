package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class InitTest {
    @Test
    void constantsAreConstant() {
        assertThat(filled(Init.ZEROS, 4)).containsOnly(0);
        assertThat(filled(Init.ONES, 4)).containsOnly(1);
    }

    @Test
    void normalHasItsDeviation() {
        assertThat(deviation(filled(Init.normal(0.02), 200, 50))).isCloseTo(0.02, within(0.001));
    }

    /// Cut at two deviations, the normal distribution has a deviation of 0.8796 times its own.
    @Test
    void truncatedNormalLeavesTheFarPartOut() {
        float[] values = filled(Init.truncatedNormal(0.02, 2), 200, 50);
        assertThat(deviation(values)).isCloseTo(0.8796 * 0.02, within(0.0005));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.0395, 0.0400001);
    }

    @Test
    void torchDefaultStaysWithinOneOverTheRootOfTheFanIn() {
        assertUniform(filled(Init.torchDefault(100), 50, 100), 0.1);
    }

    /// A 3 x 3 convolution from 8 to 32 channels: fan out 32 * 9, deviation sqrt(2 / 288).
    @Test
    void kaimingNormalCountsTheFanOut() {
        assertThat(deviation(filled(Init.kaimingNormalFanOut(), 32, 8, 3, 3)))
                .isCloseTo(Math.sqrt(2.0 / 288), within(0.005));
    }

    /// The same convolution: fan in 8 * 9, bound sqrt(6 / 72).
    @Test
    void kaimingUniformCountsTheFanIn() {
        assertUniform(filled(Init.kaimingUniform(), 32, 8, 3, 3), Math.sqrt(6.0 / 72));
    }

    private static void assertUniform(float[] values, double bound) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isLessThanOrEqualTo(bound).isGreaterThan(0.98 * bound);
        assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(0.03 * bound));
    }

    private static float[] filled(Init init, long... shape) {
        try (Scope scope = Scope.open()) {
            Tensor tensor = Tensors.zeros(ScalarType.Float, shape);
            init.fill(tensor, Rng.of(3));
            return Tensors.floats(tensor);
        }
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / values.length);
    }
}

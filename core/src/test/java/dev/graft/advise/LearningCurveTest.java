package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.advise.LearningCurve.Forecast;
import dev.graft.advise.LearningCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    @Test
    void whatIsWrongGoesOnToFallByAPower() {
        LearningCurve curve = curve(new Measured(0.6, 0.02), new Measured(0.72, 0.02), new Measured(0.8, 0.01));

        Forecast doubled = curve.doubled().orElseThrow();

        // 0.4 halved in two doublings: 0.2 * 2^-0.5 is wrong after one more
        assertThat(doubled.score().mean()).isCloseTo(1 - 0.2 * Math.sqrt(0.5), within(1e-12));
        assertThat(doubled.gain().mean()).isCloseTo(0.2 * (1 - Math.sqrt(0.5)), within(1e-12));
        // by the errors of two logarithms, each relative to what is wrong, over two doublings
        assertThat(doubled.gain().error())
                .isCloseTo(0.2 * Math.sqrt(0.5) * Math.hypot(0.02 / 0.4, 0.01 / 0.2) / 2, within(1e-12));
        assertThat(Advice.says(doubled, "image"))
                .isEqualTo("twice the images would give a head about 0.859 (+0.059 ± 0.005)");
    }

    @Test
    void whatDoesNotRiseIsNotToldToRise() {
        Forecast doubled = curve(new Measured(0.8, 0.002), new Measured(0.8, 0.002), new Measured(0.8, 0.002))
                .doubled()
                .orElseThrow();

        assertThat(doubled.gain().mean()).isZero();
        assertThat(Advice.says(doubled, "image")).startsWith("more images will not help a head");
    }

    @Test
    void whatFallsIsNotToldToFall() {
        Forecast doubled = curve(new Measured(0.9, 0.05), new Measured(0.8, 0.05), new Measured(0.8, 0.05))
                .doubled()
                .orElseThrow();

        assertThat(doubled.gain().mean()).isZero();
        assertThat(Advice.says(doubled, "text")).endsWith("a gain cannot be told from none");
    }

    @Test
    void nothingIsLeftWhereAllIsRight() {
        Forecast doubled = curve(new Measured(0.9, 0.01), new Measured(1, 0), new Measured(1, 0))
                .doubled()
                .orElseThrow();

        assertThat(doubled).isEqualTo(new Forecast(new Measured(1, 0), new Measured(0, 0)));
    }

    @Test
    void onePointIsNoCurve() {
        assertThat(LearningCurve.NONE.doubled()).isEmpty();
        assertThat(new LearningCurve(List.of(new Point(10, new Measured(0.5, 0.1)))).doubled())
                .isEmpty();
    }

    private static LearningCurve curve(Measured quarter, Measured half, Measured all) {
        return new LearningCurve(List.of(new Point(400, all), new Point(100, quarter), new Point(200, half)));
    }
}

package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatingPointTest {
    @ParameterizedTest
    @CsvSource({
        "crack=0.2, THRESHOLD, crack, 0.2",
        "recall:crack=0.99, RECALL, crack, 0.99",
        "recall:crack=1, RECALL, crack, 1",
        "precision:crack=.95, PRECISION, crack, 0.95",
        "defect:crack=0.2, THRESHOLD, defect:crack, 0.2",
        "recall:defect:crack=0.9, RECALL, defect:crack, 0.9",
        "a=b=0.5, THRESHOLD, a=b, 0.5",
        "금이 간 것=0.5, THRESHOLD, 금이 간 것, 0.5"
    })
    void isReadAsItIsTyped(String text, OperatingPoint.Goal goal, String label, double value) {
        OperatingPoint point = OperatingPoint.parse(text);
        assertThat(point).isEqualTo(new OperatingPoint(goal, label, value));
        assertThat(OperatingPoint.parse(point.toString())).isEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "crack", "=0.2", "crack=", "crack=much", "recall:=0.9", "recall:crack"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> OperatingPoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: expected CLASS=0.2, recall:CLASS=0.99 or precision:CLASS=0.95, found '" + text
                        + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "crack=0, crack: expected a number above 0 and below 1",
        "crack=1, crack: expected a number above 0 and below 1",
        "crack=NaN, crack: expected a number above 0 and below 1",
        "recall:crack=0, recall:crack: expected a number above 0 and at most 1",
        "precision:crack=1.01, precision:crack: expected a number above 0 and at most 1"
    })
    void numbersOutOfRangeAreRefused(String text, String message) {
        assertThatThrownBy(() -> OperatingPoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("threshold: " + message + ", found ");
    }

    @Test
    void classesAreFoundByName() {
        List<String> labels = List.of("ok", "crack", "recall:x", "é");
        assertThat(OperatingPoint.parse("recall:crack=0.9").among(labels).label())
                .isEqualTo("crack");
        assertThat(OperatingPoint.parse("e\u0301=0.9").among(labels).label()).isEqualTo("é");
        assertThat(OperatingPoint.parse("recall:x=0.9").among(labels))
                .isEqualTo(new OperatingPoint(OperatingPoint.Goal.THRESHOLD, "recall:x", 0.9));
        assertThatThrownBy(() -> OperatingPoint.parse("recall:carck=0.9").among(labels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: there is no class 'carck'; did you mean 'crack'?");
        assertThatThrownBy(() -> OperatingPoint.parse("hole=0.9").among(labels))
                .hasMessage("threshold: there is no class 'hole'; expected one of ok; crack; recall:x; é");
    }
}

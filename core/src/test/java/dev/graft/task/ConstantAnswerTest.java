package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantAnswerTest {
    private static final Map<String, Integer> PARTS = counts("good", 60, "crack", 30, "hole", 10);

    private static Map<String, Integer> counts(String a, int ofA, String b, int ofB, String c, int ofC) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put(a, ofA);
        counts.put(b, ofB);
        counts.put(c, ofC);
        return counts;
    }

    private static ConstantAnswer of(String score, Task task) {
        return ConstantAnswer.of(Score.higher(score), task, PARTS, 100).orElseThrow();
    }

    @Test
    void isTheMostFrequentClass() {
        assertThat(of("accuracy", Task.SINGLE_LABEL_CLASSIFICATION))
                .isEqualTo(new ConstantAnswer("accuracy", 0.6, "always answering 'good'"));
    }

    @Test
    void isTheSameForTheLossAndForAScoreOfOnesOwn() {
        Score loss = Score.higher("accuracy").withLossDeciding();

        assertThat(ConstantAnswer.of(loss, Task.SINGLE_LABEL_CLASSIFICATION, PARTS, 100)
                        .orElseThrow()
                        .metric())
                .isEqualTo("accuracy");
        assertThat(of("cost", Task.SINGLE_LABEL_CLASSIFICATION).metric()).isEqualTo("accuracy");
    }

    /// Against a count of answers: `good` has a precision of 0.6 and a recall of 1, the two others nothing.
    @Test
    void hasAMacroF1() {
        assertThat(of("macro_f1", Task.SINGLE_LABEL_CLASSIFICATION).value()).isCloseTo(0.75 / 3, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"f1:hole, 0.18181818", "ap:hole, 0.1", "auc:hole, 0.5", "f1:none, 0"})
    void isOfTheClassThatDecides(String score, double value) {
        ConstantAnswer answer = of(score, Task.SINGLE_LABEL_CLASSIFICATION);

        assertThat(answer.metric()).isEqualTo(score);
        assertThat(answer.value()).isCloseTo(value, within(1e-7));
    }

    /// One label: 2 * 60 / (100 + 100); two: 2 * 90 / (200 + 100).
    @Test
    void isTheBestSetOfLabels() {
        assertThat(of("exact_match", Task.MULTI_LABEL_CLASSIFICATION))
                .isEqualTo(new ConstantAnswer("micro_f1", 0.6, "always answering the most frequent labels"));
        assertThat(ConstantAnswer.of(
                                Score.higher("micro_f1"),
                                Task.MULTI_LABEL_CLASSIFICATION,
                                counts("a", 90, "b", 80, "c", 1),
                                100)
                        .orElseThrow()
                        .value())
                .isCloseTo(2 * 170 / 371.0, within(1e-12));
    }

    @Test
    void isTheMeanOfNumbers() {
        assertThat(ConstantAnswer.of(Score.lower("rmse"), Task.REGRESSION, Map.of(), 20))
                .contains(new ConstantAnswer("r2", 0, "always answering the mean"));
    }

    @Test
    void isNothingWithoutExamples() {
        assertThat(ConstantAnswer.of(Score.higher("accuracy"), Task.SINGLE_LABEL_CLASSIFICATION, PARTS, 0))
                .isEqualTo(Optional.empty());
        assertThat(ConstantAnswer.of(Score.higher("accuracy"), Task.SINGLE_LABEL_CLASSIFICATION, Map.of(), 9))
                .isEqualTo(Optional.empty());
    }
}

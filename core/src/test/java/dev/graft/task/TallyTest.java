package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Task;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TallyTest {
    private static final int WIDTH = 3;
    private static final int EXAMPLES = 40;

    static Stream<Objective> objectives() {
        Measure worst = (targets, answers) -> IntStream.range(0, targets.length)
                .mapToDouble(i -> Math.abs(targets[i][0] - answers[i][0]))
                .max()
                .orElseThrow();
        Stream<Objective> own = Stream.of(
                        Task.SINGLE_LABEL_CLASSIFICATION, Task.MULTI_LABEL_CLASSIFICATION, Task.REGRESSION)
                .map(task -> Objective.of(task).withScore(Score.lower("worst"), worst));
        return Stream.concat(Arrays.stream(Task.values()).map(Objective::of), own);
    }

    /// Where several processes evaluate, each counts a part.
    @ParameterizedTest
    @MethodSource("objectives")
    void twoHalvesSayWhatTheWholeSays(Objective objective) {
        try (Scope scope = Scope.open()) {
            Tensor outputs = outputs();
            Tensor targets = targets(objective.task());
            Tally whole = objective.tally();
            Tally first = objective.tally();
            Tally second = objective.tally();
            for (int from = 0; from < EXAMPLES; from += 8) {
                Tensor some = outputs.narrow(0, from, 8);
                List<Tensor> wanted = List.of(targets.narrow(0, from, 8));
                whole.add(some, wanted);
                (from < 16 ? first : second).add(some, wanted);
            }
            assertThat(first.metrics()).isNotEqualTo(whole.metrics()); // the halves differ

            first.add(second);

            assertThat(first.score()).isEqualTo(whole.score());
            assertThat(first.metrics()).isEqualTo(whole.metrics()).isNotEmpty();
            assertThat(first.metrics().keySet())
                    .containsExactlyElementsOf(whole.metrics().keySet());
            assertThat(first.confusion().map(ConfusionMatrix::rows))
                    .isEqualTo(whole.confusion().map(ConfusionMatrix::rows));
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theScoreIsAmongTheMetrics(Objective objective) {
        try (Scope scope = Scope.open()) {
            Tally tally = objective.tally();
            tally.add(outputs(), List.of(targets(objective.task())));
            assertThat(tally.metrics()).containsEntry(objective.score().name(), tally.score());
            assertThat(tally.metrics().keySet().iterator().next())
                    .isEqualTo(objective.score().name());
        }
    }

    @Test
    void nothingAddedChangesNothing() {
        for (Objective objective : objectives().toList()) {
            try (Scope scope = Scope.open()) {
                Tally tally = objective.tally();
                tally.add(outputs(), List.of(targets(objective.task())));
                double before = tally.score();
                tally.add(objective.tally());
                assertThat(tally.score()).isEqualTo(before);
            }
        }
    }

    @Test
    void anotherKindIsNotAdded() {
        Tally numbers = Objective.of(Task.REGRESSION).tally();
        Tally classes = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).tally();
        assertThatThrownBy(() -> numbers.add(classes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tally: expected one of Values to add, found one of Classes");
    }

    @Test
    void aScoreOfOnesOwnSeesAnswers() {
        Objective sure = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION)
                .withScore(
                        Score.higher("sure"),
                        (targets, answers) -> IntStream.range(0, targets.length)
                                .mapToDouble(i -> answers[i][(int) targets[i][0]])
                                .min()
                                .orElseThrow());
        try (Scope scope = Scope.open()) {
            Tally tally = sure.tally();
            tally.add(Tensors.of(new float[] {0, 0, 9, 0}, 2, 2), List.of(Tensors.of(new long[] {1, 0}, 2)));
            assertThat(tally.score()).isEqualTo(0.5);
            assertThat(tally.metrics()).containsEntry("sure", 0.5).containsKeys("accuracy", "mcc");
        }
    }

    @Test
    void aScoreThatIsNoNumberIsRefused() {
        Tally tally = Objective.of(Task.REGRESSION)
                .withScore(Score.lower("odd"), (targets, answers) -> Double.NaN)
                .tally();
        assertThatThrownBy(tally::score)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score odd: expected a number that is finite, found NaN");
    }

    private static Tensor outputs() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[EXAMPLES * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Tensors.of(values, EXAMPLES, WIDTH);
    }

    private static Tensor targets(Task task) {
        SplittableRandom random = new SplittableRandom(6);
        if (task == Task.MULTI_LABEL_CLASSIFICATION || task == Task.REGRESSION) {
            float[] values = new float[EXAMPLES * WIDTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = task == Task.REGRESSION ? (float) random.nextDouble() : random.nextInt(2);
            }
            return Tensors.of(values, EXAMPLES, WIDTH);
        }
        return Tensors.of(random.longs(EXAMPLES, 0, WIDTH).toArray(), EXAMPLES);
    }
}

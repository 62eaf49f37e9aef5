package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MistakesTest {
    private static final List<String> LABELS = List.of("a", "b", "c");

    private static Mistakes of(Task task, Target... targets) {
        List<Example<Text>> examples = IntStream.range(0, targets.length)
                .mapToObj(i -> new Example<>(Text.of("text " + i), targets[i], ExampleId.ofFile("t" + i, "")))
                .toList();
        return Mistakes.of(new Dataset<>(examples, LABELS, task), Objective.of(task));
    }

    @Test
    void theMostCertainFirst() {
        Mistakes mistakes = of(
                Task.SINGLE_LABEL_CLASSIFICATION,
                new Target.Single(0),
                new Target.Single(1),
                new Target.Single(2),
                new Target.Single(0));
        mistakes.of(2, new float[] {0.25f, 0.5f, 0.25f});
        mistakes.of(0, new float[] {0.5f, 0.5f, 0}); // the first of equals is answered, as by argmax
        mistakes.of(3, new float[] {0.25f, 0, 0.75f});
        mistakes.of(1, new float[] {0.5f, 0.25f, 0.25f});
        assertThat(mistakes.worstFirst())
                .containsExactly(
                        new Mistake.OfClass(3, 0, 2, 0.75f, 0.25f),
                        new Mistake.OfClass(1, 1, 0, 0.5f, 0.25f),
                        new Mistake.OfClass(2, 2, 1, 0.5f, 0.25f));
    }

    @Test
    void labelsThatWereMissedAndThoseTooMany() {
        Mistakes mistakes = of(
                Task.MULTI_LABEL_CLASSIFICATION,
                new Target.Several(Set.of(0, 2)),
                new Target.Several(Set.of()),
                new Target.Several(Set.of(2, 1)),
                new Target.Several(Set.of()),
                new Target.Several(Set.of(0)));
        mistakes.of(4, new float[] {Float.NaN, Float.NaN, Float.NaN}); // of a model that went astray
        mistakes.of(0, new float[] {0.9f, 0.75f, 0.125f});
        mistakes.of(1, new float[] {0.5f, 0.1f, 0}); // one half is not yet said
        mistakes.of(2, new float[] {0.1f, 0.9f, 0.7f});
        mistakes.of(3, new float[] {0, 0.9375f, 0});
        List<Mistake> found = mistakes.worstFirst();
        assertThat(found)
                .containsExactly(
                        new Mistake.OfLabels(4, List.of(0), List.of(), 0, Float.NaN),
                        new Mistake.OfLabels(3, List.of(), List.of(1), 1, 0.9375f),
                        new Mistake.OfLabels(0, List.of(0, 2), List.of(0, 1), 2, 0.125f));
        assertThat(found.get(2)).isInstanceOfSatisfying(Mistake.OfLabels.class, mistake -> {
            assertThat(mistake.missed()).containsExactly(2);
            assertThat(mistake.tooMany()).containsExactly(1);
            assertThat(mistake.severity()).isEqualTo(0.875);
        });
    }

    @Test
    void numbersAreWrongByDegrees() {
        Mistakes mistakes = of(
                Task.REGRESSION,
                new Target.Values(List.of(1.0, 2.0, 3.0)),
                new Target.Values(List.of(1.0, 2.0, 3.0)),
                new Target.Values(List.of(0.0, 0.0, 0.0)));
        mistakes.of(1, new float[] {1, 2, 3});
        mistakes.of(0, new float[] {1.5f, 2, 0.5f});
        mistakes.of(2, new float[] {0, Float.NaN, 0});
        assertThat(mistakes.worstFirst()).extracting(Mistake::position).containsExactly(2, 0, 1);
        assertThat(mistakes.worstFirst().get(1)).isInstanceOfSatisfying(Mistake.OfNumbers.class, mistake -> {
            assertThat(mistake.difference(0)).isEqualTo(0.5, within(1e-9));
            assertThat(mistake.difference(2)).isEqualTo(-2.5, within(1e-9));
            assertThat(mistake.severity()).isEqualTo(2.5, within(1e-9));
        });
    }

    /// An operating point changes what is wrong.
    @Test
    void thresholdsDecideWhatIsSaid() {
        Decision decision = Decision.of(LABELS, Map.of("b", 0.25));
        float[] answers = {0.625f, 0.25f, 0.125f};
        for (Task task : List.of(Task.SINGLE_LABEL_CLASSIFICATION, Task.MULTI_LABEL_CLASSIFICATION)) {
            Objective objective = Objective.of(task).withDecision(decision);
            List<Integer> said = objective.said(answers);
            assertThat(said).isEqualTo(task.isSingleLabel() ? List.of(1) : List.of(0, 1));
            assertThat(objective.withRanking().said(answers)).isEqualTo(said);
            assertThat(Objects.requireNonNull(objective
                                    .prediction("x", LABELS, answers, 3)
                                    .said())
                            .labels())
                    .isEqualTo(said.stream().map(LABELS::get).toList());
        }
        Dataset<Text> one = new Dataset<>(
                List.of(new Example<>(Text.of("x"), new Target.Single(0), ExampleId.ofFile("x", ""))),
                LABELS,
                Task.SINGLE_LABEL_CLASSIFICATION);
        Mistakes mistakes =
                Mistakes.of(one, Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).withDecision(decision));
        mistakes.of(0, answers);
        assertThat(mistakes.worstFirst()).containsExactly(new Mistake.OfClass(0, 0, 1, 0.25f, 0.625f));
    }

    @Test
    void anObjectiveOfOnesOwnSaysWhatIsSaid() {
        for (Task task : List.of(Task.SINGLE_LABEL_CLASSIFICATION, Task.MULTI_LABEL_CLASSIFICATION, Task.REGRESSION)) {
            float[] answers = {0.6f, 0.2f, 0.9f};
            Objective usual = Objective.of(task);
            assertThat(usual.withName("mine").withRanking().said(answers))
                    .isEqualTo(usual.said(answers))
                    .isEqualTo(
                            switch (task) {
                                case SINGLE_LABEL_CLASSIFICATION -> List.of(2);
                                case MULTI_LABEL_CLASSIFICATION -> List.of(0, 2);
                                default -> List.of();
                            });
        }
    }
}

package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Task;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectiveTest {
    @ParameterizedTest
    @CsvSource({
        "SINGLE_LABEL_CLASSIFICATION, accuracy, Acc, accuracy",
        "MULTI_LABEL_CLASSIFICATION, exact_match, Acc, exact_match",
        "REGRESSION, r2, R2, r2",
        "MASKED_LANGUAGE_MODELING, guessed, Acc, loss"
    })
    void eachKindHasItsScore(Task task, String name, String shown, String decides) {
        Score score = Objective.of(task).score();
        assertThat(score.name()).isEqualTo(name);
        assertThat(score.shown()).isEqualTo(shown);
        assertThat(score.decides()).isEqualTo(decides);
        assertThat(score.quality(0.6, 1)).isGreaterThanOrEqualTo(score.quality(0.5, 1));
        assertThat(score.quality(0.5, 0.9) > score.quality(0.6, 1)).isEqualTo(decides.equals("loss"));
    }

    @ParameterizedTest
    @EnumSource
    void theUsualOneIsAValueCalledLikeItsTask(Task task) {
        Objective usual = Objective.of(task);
        assertThat(usual).isEqualTo(Objective.of(task));
        assertThat(usual.task()).isEqualTo(task);
        assertThat(usual.name()).isEqualTo(task.word());
        assertThat(usual.isUsual()).isTrue();
        assertThat(usual.withName("mine").isUsual()).isFalse();
    }

    @Test
    void onlyOneClassTakesSmoothingAndWeights() {
        for (Task task : Task.values()) {
            Objective objective = Objective.of(task);
            if (task == Task.SINGLE_LABEL_CLASSIFICATION) {
                assertThat(objective.loss(0.1, List.of(1.0, 2.0))).isNotEqualTo(objective.loss());
                assertThat(objective.loss(0, List.of())).isEqualTo(objective.loss());
                assertThat(objective.blends()).isTrue();
            } else {
                String refused = "label smoothing and class weights need one class per example, found " + task.word();
                assertThatThrownBy(() -> objective.loss(0.1, List.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(refused);
                assertThatThrownBy(() -> objective.loss(0, List.of(1.0, 2.0))).hasMessage(refused);
                assertThat(objective.blends()).isFalse();
            }
        }
    }

    @Test
    void anOwnLossTakesNeither() {
        Objective own = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).withLoss(torch::cross_entropy_loss);
        assertThat(own.name()).isEqualTo("single_label_classification, own loss");
        assertThatThrownBy(() -> own.loss(0.1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label smoothing and class weights: the objective 'single_label_classification, own loss'"
                        + " has a loss of its own, which takes neither");
        assertThatThrownBy(() -> own.withName("focal").loss(0.1, List.of()))
                .hasMessageContaining("which takes neither");
    }

    @Test
    void anOwnOneIsTheOtherInAllElse() {
        Objective own = Objective.of(Task.REGRESSION)
                .withLoss(torch::smooth_l1_loss)
                .withScore(Score.lower("worst"), (targets, answers) -> targets.length);
        assertThat(own.name()).isEqualTo("regression, own loss, score worst");
        assertThat(own.withName("huber").name()).isEqualTo("huber");
        assertThat(own.task()).isEqualTo(Task.REGRESSION);
        assertThat(own.score()).isEqualTo(Score.lower("worst"));
        assertThat(own.prediction("x", List.of("depth"), new float[] {2}, 1).values())
                .containsEntry("depth", 2.0);
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {0, 4}, 2, 1);
            Tensor targets = Tensors.of(new float[] {0.5f, 0}, 2, 1);
            // half the square below 1, and a line from there on
            assertThat(own.loss().of(outputs, List.of(targets)).item_double())
                    .isCloseTo((0.125 + 3.5) / 2, within(1e-6));
            assertThat(own.withName("huber")
                            .loss(0, List.of())
                            .of(outputs, targets)
                            .item_double())
                    .isCloseTo((0.125 + 3.5) / 2, within(1e-6));
            Tally tally = own.withName("huber").tally();
            tally.add(outputs, List.of(targets));
            assertThat(tally.score()).isEqualTo(2);
        }
    }

    @Test
    void theLossMayDecide() {
        Objective own = Objective.of(Task.REGRESSION).withLossDeciding();
        assertThat(own.name()).isEqualTo("regression, loss decides");
        assertThat(own.score().shown()).isEqualTo("R2");
        assertThat(own.score().decides()).isEqualTo("loss");
        assertThat(own.score().quality(0.1, 0.5)).isGreaterThan(own.score().quality(0.9, 0.6));
    }

    @Test
    void outputsBecomeAnswers() {
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {0, 0}, 1, 2);
            assertThat(answers(Task.SINGLE_LABEL_CLASSIFICATION, outputs)).containsExactly(0.5f, 0.5f);
            assertThat(answers(Task.MULTI_LABEL_CLASSIFICATION, outputs)).containsExactly(0.5f, 0.5f);
            assertThat(answers(Task.MASKED_LANGUAGE_MODELING, outputs)).containsExactly(0.5f, 0.5f);
            assertThat(answers(Task.REGRESSION, outputs)).containsExactly(0, 0);
        }
    }

    private static float[] answers(Task task, Tensor outputs) {
        return Tensors.floats(Objective.of(task).answers(outputs));
    }

    @Test
    void theMostProbableClassesComeFirst() {
        Prediction found = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION)
                .prediction("a.png", List.of("a", "b", "c"), new float[] {0.25f, 0.5f, 0.125f}, 2);
        assertThat(found.classes()).containsExactly(new Prediction.Class("b", 0.5), new Prediction.Class("a", 0.25));
        assertThat(found.values()).isEmpty();
        assertThat(found.cut()).isFalse();
        assertThat(found.withCut(true).cut()).isTrue();
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> Score.higher("my score"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score: expected a name of letters, digits and _, at most 40, found 'my score'");
        assertThatThrownBy(() -> Objective.of(Task.REGRESSION).withName(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("objective: expected a name, found none");
        Objective hidden = Objective.of(Task.MASKED_LANGUAGE_MODELING).withName("mine");
        assertThatThrownBy(() -> hidden.withScore(Score.higher("mine"), (targets, answers) -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("score mine: the answers to all hidden tokens do not fit into memory");
    }
}

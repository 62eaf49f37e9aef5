package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BestByTest {
    private static final List<String> LABELS = List.of("ok", "crack", "a:b");
    private static final Task ONE = Task.SINGLE_LABEL_CLASSIFICATION;
    private static final Task SEVERAL = Task.MULTI_LABEL_CLASSIFICATION;

    @ParameterizedTest
    @CsvSource({"SINGLE_LABEL_CLASSIFICATION, accuracy", "MULTI_LABEL_CLASSIFICATION, exact_match", "REGRESSION, r2"})
    void whatIsUsualStaysTheUsualObjective(Task task, String text) {
        assertThat(BestBy.parse(text).of(task, LABELS)).isEqualTo(Objective.of(task));
    }

    @ParameterizedTest
    @CsvSource({
        "SINGLE_LABEL_CLASSIFICATION, loss, accuracy, loss, Acc",
        "SINGLE_LABEL_CLASSIFICATION, macro-f1, macro_f1, macro_f1, macro F1",
        "SINGLE_LABEL_CLASSIFICATION, MACRO_F1, macro_f1, macro_f1, macro F1",
        "SINGLE_LABEL_CLASSIFICATION, f1:crack, f1:crack, f1:crack, F1 of crack",
        "SINGLE_LABEL_CLASSIFICATION, ap:a:b, ap:a:b, ap:a:b, AP of a:b",
        "MULTI_LABEL_CLASSIFICATION, micro-f1, micro_f1, micro_f1, micro F1",
        "MULTI_LABEL_CLASSIFICATION, auc:crack, auc:crack, auc:crack, AUC of crack",
        "REGRESSION, mae, mae, mae, MAE",
        "REGRESSION, rmse, rmse, rmse, RMSE",
        "REGRESSION, loss, r2, loss, R2"
    })
    void eachWordIsAScore(Task task, String text, String name, String decides, String shown) {
        Score score = BestBy.parse(text).of(task, LABELS).score();
        assertThat(score.name()).isEqualTo(name);
        assertThat(score.decides()).isEqualTo(decides);
        assertThat(score.shown()).isEqualTo(shown);
        assertThat(score.higherIsBetter()).isNotEqualTo(text.equals("mae") || text.equals("rmse"));
    }

    @Test
    void itsNameTellsWhatDecides() {
        assertThat(BestBy.parse("f1:crack").of(ONE, LABELS).name())
                .isEqualTo("single_label_classification, best by f1:crack");
        assertThat(BestBy.parse("loss").of(ONE, LABELS).name()).isEqualTo("single_label_classification, loss decides");
    }

    /// Probabilities of "crack" that fall: 0.88, 0.73, 0.5, 0.27; the second and the third are none.
    @ParameterizedTest
    @CsvSource({"f1:crack, 0.5", "ap:crack, 0.75", "auc:crack, 0.5", "macro-f1, 0.5", "accuracy, 0.5"})
    void scoresOfClasses(String text, double expected) {
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {0, 2, 0, 1, 0, -0.1f, 0, -1}, 4, 2);
            List<Tensor> classes = List.of(Tensors.of(new long[] {1, 0, 0, 1}, 4));
            assertThat(scored(text, ONE, List.of("ok", "crack"), outputs, classes))
                    .isCloseTo(expected, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "f1:crack, 1",
        "ap:a:b, 0.8333333333",
        "auc:a:b, 0.5",
        "exact-match, 0.3333333333",
        "micro-f1, 0.8333333333"
    })
    void scoresOfLabels(String text, double expected) {
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {0.5f, 2, 3, -1, -2, 2, 1, 1, 1}, 3, 3);
            List<Tensor> wanted = List.of(Tensors.of(new float[] {1, 1, 1, 0, 0, 0, 0, 1, 1}, 3, 3));
            assertThat(scored(text, SEVERAL, LABELS, outputs, wanted)).isCloseTo(expected, within(1e-9));
        }
    }

    /// Errors of 1 and 2 of the one, of 3 and 3 of the other.
    @ParameterizedTest
    @CsvSource({"mae, 2.25", "rmse, 2.2905694151"}) // (sqrt(2.5) + 3) / 2
    void scoresOfNumbers(String text, double expected) {
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {1, 3, 2, 3}, 2, 2);
            List<Tensor> wanted = List.of(Tensors.of(new float[] {0, 0, 0, 0}, 2, 2));
            assertThat(scored(text, Task.REGRESSION, List.of("x", "y"), outputs, wanted))
                    .isCloseTo(expected, within(1e-6));
        }
    }

    /// In two halves that are added, as where several processes evaluate.
    private static double scored(String text, Task task, List<String> labels, Tensor outputs, List<Tensor> wanted) {
        Objective objective = BestBy.parse(text).of(task, labels);
        Tally first = objective.tally();
        Tally second = objective.tally();
        first.add(outputs.narrow(0, 0, 1), List.of(wanted.getFirst().narrow(0, 0, 1)));
        long rest = outputs.size(0) - 1;
        second.add(outputs.narrow(0, 1, rest), List.of(wanted.getFirst().narrow(0, 1, rest)));
        first.add(second);
        assertThat(first.metrics().entrySet().iterator().next().getKey())
                .isEqualTo(objective.score().name());
        assertThat(first.metrics()).containsEntry(objective.score().name(), first.score());
        return first.score();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2:crack", "f1", "accuracy:crack", "", ":", "recall:crack", "micro-f1"})
    void otherWordsAreRefused(String text) {
        assertThatThrownBy(() -> BestBy.parse(text).of(ONE, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "best by: expected accuracy, macro-f1, loss, f1:CLASS, ap:CLASS, auc:CLASS," + " found '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recall", "precision"})
    void whoWantsRecallIsToldOfThresholds(String half) {
        String expected =
                ", found '" + half + ":crack'; choose by ap:crack, and set a threshold for " + half + ":crack";
        assertThatThrownBy(() -> BestBy.parse(half + ":crack").of(ONE, LABELS)).hasMessageEndingWith(expected);
        assertThatThrownBy(() -> BestBy.parse(half).of(ONE, LABELS)).hasMessageEndingWith(", found '" + half + "'");
        assertThatThrownBy(() -> BestBy.parse(half + ":depth").of(Task.REGRESSION, LABELS))
                .hasMessageEndingWith(", found '" + half + ":depth'");
    }

    @Test
    void eachTaskSaysItsWords() {
        assertThatThrownBy(() -> BestBy.parse("accuracy").of(Task.REGRESSION, LABELS))
                .hasMessage("best by: expected r2, mae, rmse, loss, found 'accuracy'");
        assertThatThrownBy(() -> BestBy.parse("accuracy").of(SEVERAL, LABELS))
                .hasMessage("best by: expected exact-match, micro-f1, macro-f1, loss, f1:LABEL, ap:LABEL, auc:LABEL,"
                        + " found 'accuracy'");
    }

    @Test
    void classesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> BestBy.parse("f1:crak").of(ONE, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("best by f1:crak: there is no class 'crak'; did you mean 'crack'?");
    }

    @Test
    void aScoreThatCannotBeIsRefusedBeforeTraining() {
        Splits<String> none = Splits.of(Kind.IMAGE, data(0, 1, 1), data(0, 0, 2));
        assertThatThrownBy(() -> BestBy.parse("f1:crack").in(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("best by f1:crack: none of the 3 examples in the validation part is of 'crack', so that"
                        + " every epoch would be as good as the others; put some there, or choose by macro-f1");
        Splits<String> all = Splits.of(Kind.IMAGE, data(0, 1), data(1, 1));
        assertThatThrownBy(() -> BestBy.parse("auc:crack").in(all))
                .hasMessageContaining("each of the 2 examples in the validation part is of 'crack'");
        assertThat(BestBy.parse("ap:crack").in(all).isUsual()).isFalse();
        Splits<String> untrained = Splits.of(Kind.IMAGE, data(0, 0), data(1, 1));
        assertThatThrownBy(() -> BestBy.parse("ap:crack").in(untrained))
                .hasMessageContaining("none of the 2 examples in the training part");
    }

    private static Dataset<String> data(int... classes) {
        List<Example<String>> examples = Arrays.stream(classes)
                .mapToObj(label -> new Example<>("x", new Target.Single(label), ExampleId.ofFile("x", "0"), ""))
                .toList();
        return Dataset.ofClasses(examples, LABELS);
    }
}

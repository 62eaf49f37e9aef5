package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Task;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final List<String> LABELS = List.of("ok", "crack", "pit");

    /// Thresholds of ok, crack and pit, `-` for none; then probabilities; then the place of what is said.
    @ParameterizedTest
    @CsvSource({
        "- .2 -,  .79 .21 .00, 1", // reached, though another is more probable
        "- .2 -,  .80 .20 .00, 1", // just reached
        "- .9 -,  .15 .80 .05, 0", // not reached: the most probable of those without one, though crack is
        "- .9 -,  .05 .80 .15, 2",
        "- .2 .4, .10 .40 .50, 1", // 2.0 against 1.25
        "- .2 .1, .10 .40 .50, 2", // 2.0 against 5.0
        "- .2 .3, .10 .30 .60, 2", // 1.5 against 2.0
        "- .25 .5, .25 .25 .50, 2", // equally far above: the more probable
        "- .25 .25, .50 .25 .25, 1", // equal in all: the first
        "- .5 .5, .50 .25 .25, 0",
        ".9 .9 .9, .20 .50 .30, 1", // none reaches its own, and all have one: the most probable
        ".9 .9 .2, .20 .50 .30, 2",
        "- - .9,  .50 .50 .00, 0"
    })
    void theRule(String thresholds, String probabilities, int expected) {
        double[] limits = Arrays.stream(thresholds.split(" "))
                .mapToDouble(text -> text.equals("-") ? Double.NaN : (float) Double.parseDouble(text))
                .toArray();
        assertThat(Decision.choose(limits, floats(probabilities))).isEqualTo(expected);
    }

    private static float[] floats(String text) {
        List<Float> values = Stream.of(text.split(" ")).map(Float::valueOf).toList();
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    @Test
    void metricsGoByTheDecisionAndTheLossDoesNot() {
        Objective usual = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION);
        Objective decided = usual.withDecision(Decision.of(LABELS, Map.of("crack", 0.3)));
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {1, 0.9f, 0, 1, -3, 0}, 2, 3);
            List<Tensor> targets = List.of(Tensors.of(new long[] {1, 0}, 2));
            assertThat(rows(usual, outputs, targets)).isEqualTo(List.of(List.of(1L, 0L, 0L), List.of(1L, 0L, 0L)));
            assertThat(rows(decided, outputs, targets)).isEqualTo(List.of(List.of(1L, 0L, 0L), List.of(0L, 1L, 0L)));
            assertThat(decided.loss().of(outputs, targets).item_double())
                    .isEqualTo(usual.loss().of(outputs, targets).item_double());
        }
        assertThat(decided.isUsual()).isFalse();
        assertThat(decided.score()).isEqualTo(usual.score());
    }

    private static List<List<Long>> rows(Objective objective, Tensor outputs, List<Tensor> targets) {
        Tally tally = objective.tally();
        tally.add(outputs, targets);
        List<List<Long>> all = tally.confusion().map(ConfusionMatrix::rows).orElseThrow();
        return all.subList(0, 2);
    }

    @Test
    void whatIsSaidComesFirstAndProbabilitiesStay() {
        Objective decided =
                Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).withDecision(Decision.of(LABELS, Map.of("crack", 0.25)));
        Prediction crack = decided.prediction("a.png", LABELS, new float[] {0.5f, 0.25f, 0.25f}, 2);
        assertThat(crack.classes())
                .containsExactly(new Prediction.Class("crack", 0.25), new Prediction.Class("ok", 0.5));
        assertThat(crack.said()).isEqualTo(new Prediction.Said(List.of("crack"), Map.of("crack", 0.25)));
        assertThat(crack.withCut(true).said()).isEqualTo(crack.said());

        Prediction pit = decided.prediction("b.png", LABELS, new float[] {0.3f, 0.2f, 0.5f}, 1);
        assertThat(pit.label()).isEqualTo("pit");
        assertThat(pit.said()).isEqualTo(new Prediction.Said(List.of("pit"), Map.of()));

        Prediction usual = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION)
                .prediction("a.png", LABELS, new float[] {0.5f, 0.25f, 0.25f}, 2);
        assertThat(usual.said()).isNull();
    }

    @Test
    void aLabelAmongSeveralHasItsThresholdInPlaceOfOneHalf() {
        Objective usual = Objective.of(Task.MULTI_LABEL_CLASSIFICATION);
        Objective decided = usual.withDecision(Decision.of(LABELS, Map.of("crack", 0.25, "pit", 0.75)));
        Prediction found = decided.prediction("a.png", LABELS, new float[] {0.625f, 0.25f, 0.7f}, 3);
        assertThat(found.classes()).extracting(Prediction.Class::label).containsExactly("pit", "ok", "crack");
        assertThat(found.said()).isEqualTo(new Prediction.Said(List.of("ok", "crack"), Map.of("crack", 0.25)));
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {1, -1, 1}, 1, 3); // 0.73, 0.27, 0.73
            List<Tensor> wanted = List.of(Tensors.of(new float[] {1, 1, 0}, 1, 3));
            Tally with = decided.tally();
            with.add(outputs, wanted);
            Tally without = usual.tally();
            without.add(outputs, wanted);
            assertThat(with.score()).isEqualTo(1);
            assertThat(without.score()).isEqualTo(0);
        }
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> Decision.of(LABELS, Map.of("crak", 0.2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: there is no class 'crak'; did you mean 'crack'?");
        assertThatThrownBy(() -> Decision.of(LABELS, Map.of("crack", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a number above 0 and below 1, found 1.0");
        assertThatThrownBy(() -> Decision.of(LABELS, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decision: expected a threshold for a class at least, found none");
        Decision decision = Decision.of(LABELS, Map.of("crack", 0.2));
        assertThatThrownBy(() -> Objective.of(Task.REGRESSION).withDecision(decision))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds: are for classes and labels, found regression");
    }
}

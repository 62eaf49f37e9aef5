package dev.graft.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Task;
import dev.graft.testing.Golden;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The numbers are scikit-learn's, of probabilities that are made of the same logits.
class RankedTest {
    private static final JsonNode GOLDEN = Golden.json("ranking/values.json");

    static Stream<JsonNode> classes() {
        return GOLDEN.get("classes").valueStream();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void eachClassAgainstTheOthers(JsonNode golden) {
        try (Scope scope = Scope.open()) {
            long[] truth = golden.get("truth")
                    .valueStream()
                    .mapToLong(JsonNode::asLong)
                    .toArray();
            assertGolden(golden, Task.SINGLE_LABEL_CLASSIFICATION, Tensors.of(truth, truth.length));
        }
    }

    @Test
    void eachLabelByItself() {
        try (Scope scope = Scope.open()) {
            JsonNode golden = GOLDEN.get("labels");
            assertGolden(golden, Task.MULTI_LABEL_CLASSIFICATION, matrix(golden.get("truth")));
        }
    }

    private static void assertGolden(JsonNode golden, Task task, Tensor truth) {
        Tensor logits = matrix(golden.get("logits"));
        Objective objective = Objective.of(task).withRanking();
        Tally first = objective.tally();
        Tally second = objective.tally();
        long examples = logits.size(0);
        add(first, logits, truth, 0, 20);
        add(second, logits, truth, 20, 20);
        add(second, logits, truth, 40, examples - 40);
        first.add(second);

        Map<String, Double> metrics = first.metrics();
        for (String name : List.of("roc_auc", "average_precision")) {
            assertThat(metrics.get("macro_" + name))
                    .isCloseTo(golden.get("macro_" + name).asDouble(), within(1e-12));
            for (int output = 0; output < logits.size(1); output++) {
                double found = requireNonNull(first.outputs().get(output).get(name));
                JsonNode expected = golden.get(name).get(output);
                assertThat(found).isEqualTo(expected.isNull() ? Double.NaN : expected.doubleValue(), within(1e-12));
            }
        }
        Tally usual = Objective.of(task).tally();
        usual.add(logits, List.of(truth));
        assertThat(metrics).containsAllEntriesOf(usual.metrics());
        assertThat(first.score()).isEqualTo(usual.score());
        assertThat(first.outputs().getFirst().keySet())
                .containsExactly("precision", "recall", "f1", "support", "roc_auc", "average_precision");
    }

    private static void add(Tally tally, Tensor logits, Tensor truth, long from, long count) {
        tally.add(logits.narrow(0, from, count), List.of(truth.narrow(0, from, count)));
    }

    /// Epochs of a training neither pay for it nor tell it.
    @ParameterizedTest
    @EnumSource
    void onlyWhereItIsAskedFor(Task task) {
        Objective usual = Objective.of(task);
        boolean ranks = task == Task.SINGLE_LABEL_CLASSIFICATION || task == Task.MULTI_LABEL_CLASSIFICATION;
        assertThat(usual.tally()).isNotInstanceOf(Ranked.class);
        assertThat(usual.withRanking().tally() instanceof Ranked).isEqualTo(ranks);
        assertThat(usual.withRanking().name()).isEqualTo(usual.name());
        assertThat(usual.withRanking().score()).isEqualTo(usual.score());
    }

    @Test
    void moreThanMemoryHasIsNotKept() {
        Objective kind = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION);
        try (Scope scope = Scope.open()) {
            Tensor outputs = Tensors.of(new float[] {1, 0, 0, 1}, 2, 2);
            Tensor targets = Tensors.of(new long[] {0, 1}, 2);
            Tally enough = new Ranked(kind, 8);
            Tally tooMany = new Ranked(kind, 7);
            for (Tally tally : List.of(enough, tooMany)) {
                tally.add(outputs, List.of(targets));
                tally.add(outputs, List.of(targets));
                assertThat(tally.metrics()).containsEntry("accuracy", 1.0);
            }
            assertThat(enough.metrics()).containsEntry("macro_roc_auc", 1.0);
            assertThat(tooMany.metrics()).containsEntry("macro_roc_auc", Double.NaN);
            assertThat(tooMany.outputs().get(1)).containsEntry("f1", 1.0).containsEntry("roc_auc", Double.NaN);
        }
    }

    private static Tensor matrix(JsonNode rows) {
        int width = rows.get(0).size();
        float[] values = new float[rows.size() * width];
        IntStream.range(0, values.length)
                .forEach(i -> values[i] = rows.get(i / width).get(i % width).floatValue());
        return Tensors.of(values, rows.size(), width);
    }
}

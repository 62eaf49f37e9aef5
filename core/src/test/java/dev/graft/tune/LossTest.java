package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Golden;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class LossTest {
    private static final JsonNode GOLDEN = Golden.json("cross-entropy/values.json");

    static Stream<JsonNode> cases() {
        return GOLDEN.get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void crossEntropyAgreesWithPyTorch(JsonNode golden) {
        List<Double> weights = new ArrayList<>();
        golden.get("weights").forEach(weight -> weights.add(weight.asDouble()));
        try (Scope scope = Scope.open()) {
            Tensor logits = matrix("logits").set_requires_grad(true);
            Loss loss = Loss.crossEntropy(golden.get("smoothing").asDouble(), weights);

            Tensor found = loss.of(logits, targets(golden.get("kind").asString()));
            found.backward();

            assertThat(found.item_double())
                    .isCloseTo(
                            golden.get("loss").asDouble(),
                            within(1e-5 * Math.abs(golden.get("loss").asDouble())));
            float[] gradient = Tensors.floats(logits.grad());
            for (int i = 0; i < gradient.length; i++) {
                assertThat((double) gradient[i])
                        .isCloseTo(golden.get("gradient").get(i).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void weightsOfAnotherNumberOfClassesAreRefused() {
        try (Scope scope = Scope.open()) {
            Tensor logits = matrix("logits");
            Tensor targets = targets("targets");
            Loss loss = Loss.crossEntropy(0, List.of(1.0, 2.0));

            assertThatThrownBy(() -> loss.of(logits, targets))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("class weights: expected 4, one per class, found 2");
        }
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Loss.crossEntropy(1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label smoothing: expected at least 0 and below 1, found 1.0");
        assertThatThrownBy(() -> Loss.crossEntropy(0, List.of(1.0, -1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class weights: expected at least 0, found -1.0");
    }

    private static Tensor targets(String kind) {
        if (kind.equals("probabilities")) {
            return matrix(kind);
        }
        return Tensors.of(
                GOLDEN.get(kind).valueStream().mapToLong(JsonNode::asLong).toArray(), 3);
    }

    private static Tensor matrix(String name) {
        JsonNode rows = GOLDEN.get(name);
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows.get(i / 4).get(i % 4).asDouble();
        }
        return Tensors.of(values, 3, 4);
    }
}

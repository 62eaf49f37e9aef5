package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Golden;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The suspects are cleanlab's.
class ConfidentLearningTest {
    static Stream<JsonNode> cases() {
        return Golden.json("labels/values.json").get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void suspectsWhatCleanlabDoes(JsonNode golden) {
        int[] labels =
                golden.get("labels").valueStream().mapToInt(JsonNode::asInt).toArray();
        float[][] probabilities = golden.get("probabilities")
                .valueStream()
                .map(ConfidentLearningTest::row)
                .toArray(float[][]::new);
        List<ConfidentLearning.Suspect> found = ConfidentLearning.suspects(probabilities, labels);
        assertThat(found)
                .extracting(ConfidentLearning.Suspect::position)
                .containsExactlyElementsOf(golden.get("suspects")
                        .valueStream()
                        .map(JsonNode::asInt)
                        .toList());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).score())
                    .isCloseTo(golden.get("scores").get(i).doubleValue(), within(1e-5));
            assertThat(found.get(i).suggested()).isNotEqualTo(found.get(i).label());
        }
    }

    private static float[] row(JsonNode numbers) {
        float[] row = new float[numbers.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = numbers.get(i).floatValue();
        }
        return row;
    }

    @Test
    void aClassWithoutExamplesIsNeverSuggested() {
        float[][] said = {{0.1f, 0.1f, 0.8f}, {0.9f, 0.05f, 0.05f}, {0.05f, 0.9f, 0.05f}};
        assertThat(ConfidentLearning.suspects(said, new int[] {0, 0, 1})).isEmpty();
    }

    @Test
    void nothingIsSuspectedOfNothing() {
        assertThat(ConfidentLearning.suspects(new float[0][], new int[0])).isEmpty();
        assertThatThrownBy(() -> ConfidentLearning.suspects(new float[][] {{1, 0}}, new int[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a class of 2 for example 0, found 2");
        assertThatThrownBy(() -> ConfidentLearning.suspects(new float[1][2], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

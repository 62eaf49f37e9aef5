package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Golden;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The numbers are scikit-learn's.
class RankingTest {
    static Stream<JsonNode> cases() {
        return Golden.json("ranking/values.json").get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatScikitLearnSays(JsonNode golden) {
        boolean[] truth = new boolean[golden.get("truth").size()];
        float[] scores = new float[truth.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = golden.get("truth").get(i).asInt() == 1;
            scores[i] = golden.get("scores").get(i).floatValue();
        }
        String name = golden.get("name").asString();
        assertSame(golden.get("roc_auc"), Ranking.rocAuc(truth, scores), name);
        assertSame(golden.get("average_precision"), Ranking.averagePrecision(truth, scores), name);
    }

    private static void assertSame(JsonNode expected, double found, String name) {
        if (expected.isNull()) {
            assertThat(found).as(name).isNaN();
        } else {
            assertThat(found).as(name).isCloseTo(expected.doubleValue(), within(1e-12));
        }
    }

    /// What the area means, counted pair by pair.
    @Test
    void isTheShareOfPairsInOrder() {
        SplittableRandom random = new SplittableRandom(3);
        boolean[] truth = new boolean[200];
        float[] scores = new float[truth.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = random.nextInt(4) == 0;
            scores[i] = random.nextInt(-20, 20) / 7f;
        }
        double inOrder = 0;
        long pairs = 0;
        for (int a = 0; a < truth.length; a++) {
            for (int b = 0; b < truth.length; b++) {
                if (truth[a] && !truth[b]) {
                    pairs++;
                    inOrder += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                }
            }
        }
        assertThat(Ranking.rocAuc(truth, scores)).isCloseTo(inOrder / pairs, within(1e-12));
    }

    @Test
    void nothingIsUndefined() {
        assertThat(Ranking.of(new boolean[0], new float[0])).isEqualTo(Ranking.UNDEFINED);
        assertThat(Ranking.mean(List.of())).isEqualTo(Ranking.UNDEFINED);
        assertThat(Ranking.of(new boolean[] {true, false}, new float[] {1, Float.NaN}))
                .isEqualTo(Ranking.UNDEFINED);
    }

    @Test
    void theMeanLeavesOutWhatIsUndefined() {
        Ranking all = Ranking.of(new boolean[] {true, true}, new float[] {1, 2});
        assertThat(all).isEqualTo(new Ranking(Double.NaN, 1));
        assertThat(Ranking.mean(List.of(new Ranking(0.5, 0.25), all, new Ranking(1, 0.5), Ranking.UNDEFINED)))
                .isEqualTo(new Ranking(0.75, 1.75 / 3));
    }

    @Test
    void refusesScoresOfOthers() {
        assertThatThrownBy(() -> Ranking.of(new boolean[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ranking: expected as many scores as truths, found 3 and 2");
    }
}

package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static History of(double... accuracies) {
        History history = History.EMPTY;
        for (int i = 0; i < accuracies.length; i++) {
            history = history.with(new EpochResult(i + 1, 1, 0.5, 1, accuracies[i], Map.of(), Map.of("head", 0.1)));
        }
        return history;
    }

    @Test
    void theEarliestOfEqualsIsBest() {
        assertThat(of(0.5, 0.9, 0.9, 0.8).best().orElseThrow().epoch()).isEqualTo(2);
        assertThat(of(0.5, 0.9, 0.9, 0.8).epochsWithoutImprovement()).isEqualTo(2);
        assertThat(of(0.5, 0.9).epochsWithoutImprovement()).isZero();
        assertThat(History.EMPTY.best()).isEmpty();
    }

    @Test
    void aLanguageModelIsBestWhereItsLossIsLowest() {
        Map<String, Double> guessed = Map.of("guessed", 0.25);
        History history = History.of(List.of(
                new EpochResult(1, 7, 0.2, 6.46, 0.25, guessed, Map.of()),
                new EpochResult(2, 6, 0.2, 6.36, 0.25, guessed, Map.of()),
                new EpochResult(3, 5, 0.2, 6.41, 0.26, guessed, Map.of())));
        assertThat(history.best().orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    void theScoreHasAName() {
        assertThat(of(0.5).epochs().getFirst().scoreName()).isEqualTo("accuracy");
        EpochResult numbers = new EpochResult(1, 1, 0.5, 1, 0.5, Map.of("r2", 0.5), Map.of());
        assertThat(numbers.scoreName()).isEqualTo("R2");
        assertThat(numbers.line(1)).contains("Val R2: 0.5000");
    }

    @Test
    void tellsWhenAnAccuracyWasReached() {
        assertThat(of(0.5, 0.8, 0.9).firstToReach(0.8).orElseThrow().epoch()).isEqualTo(2);
        assertThat(of(0.5).firstToReach(0.8)).isEmpty();
    }

    @Test
    void survivesJson() {
        History stopped = of(0.5, 0.75).stopped(StopReason.EARLY_STOPPED);
        assertThat(RunJson.LINES.readValue(RunJson.LINES.writeValueAsString(stopped), History.class))
                .isEqualTo(stopped);
        assertThat(RunJson.LINES.readValue(RunJson.LINES.writeValueAsString(of(0.5)), History.class))
                .isEqualTo(of(0.5));
    }
}

package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

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

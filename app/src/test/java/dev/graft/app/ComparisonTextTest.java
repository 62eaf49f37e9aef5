package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.job.ScratchComparison;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    @Test
    void gainsLossesAndTimesAreSaidAsTheyAre() {
        assertThat(ComparisonText.of(new ScratchComparison(0.95, 0.8, 15, 9, 90, Optional.of(1), Optional.of(12.0))))
                .isEqualTo("Transfer learning gains 15.0 percentage points; it is as good as from scratch after 1 epoch"
                        + " instead of 9 epochs (9.0 times fewer) and 12 s instead of 1 min 30 s (7.5 times faster).");
        assertThat(ComparisonText.of(new ScratchComparison(0.95, 0.9, 5, 2, 4, Optional.of(4), Optional.of(8.0))))
                .endsWith("after 4 epochs instead of 2 epochs (2.0 times more) and 8.0 s instead of 4.0 s (2.0 times"
                        + " slower).");
        assertThat(ComparisonText.of(new ScratchComparison(0.7, 0.8, -10, 3, 9, Optional.empty(), Optional.empty())))
                .isEqualTo("Transfer learning loses 10.0 percentage points; it never reaches the best accuracy from"
                        + " scratch.");
    }
}

package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Task;
import dev.graft.job.ScratchComparison;
import dev.graft.task.Objective;
import dev.graft.task.Score;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    private static final Score ACCURACY =
            Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).score();

    /// An R² is no share of anything that could be counted in points.
    @Test
    void whatIsNoShareIsSaidAsTheDifference() {
        Score r2 = Objective.of(Task.REGRESSION).score();
        assertThat(ComparisonText.of(new ScratchComparison(0.83, 0.42, 41, 2, 4, Optional.of(1), Optional.of(2.0)), r2))
                .isEqualTo("R2 0.8300 against 0.4200 from scratch: +0.4100; it is as good as from scratch after 1 epoch"
                        + " instead of 2 epochs (2.0 times fewer) and 2.0 s instead of 4.0 s (2.0 times faster).");
        ScratchComparison worse = new ScratchComparison(-3, 0.5, -350, 3, 9, Optional.empty(), Optional.empty());
        assertThat(ComparisonText.of(worse, r2))
                .isEqualTo(
                        "R2 -3.0000 against 0.5000 from scratch: -3.5000; it never reaches the best R2 from scratch.");
        ScratchComparison lower = new ScratchComparison(0.2, 0.5, -30, 1, 1, Optional.of(1), Optional.of(1.0));
        assertThat(ComparisonText.of(lower, Score.lower("mae")))
                .startsWith("mae 0.2000 against 0.5000 from scratch: -0.3000 (lower is better); it is as good");
        assertThat(ComparisonText.of(
                        worse, Objective.of(Task.MULTI_LABEL_CLASSIFICATION).score()))
                .startsWith("Transfer learning loses 350.0 percentage points");
    }

    @Test
    void gainsLossesAndTimesAreSaidAsTheyAre() {
        assertThat(ComparisonText.of(
                        new ScratchComparison(0.95, 0.8, 15, 9, 90, Optional.of(1), Optional.of(12.0)), ACCURACY))
                .isEqualTo("Transfer learning gains 15.0 percentage points; it is as good as from scratch after 1 epoch"
                        + " instead of 9 epochs (9.0 times fewer) and 12 s instead of 1 min 30 s (7.5 times faster).");
        assertThat(ComparisonText.of(
                        new ScratchComparison(0.95, 0.9, 5, 2, 4, Optional.of(4), Optional.of(8.0)), ACCURACY))
                .endsWith("after 4 epochs instead of 2 epochs (2.0 times more) and 8.0 s instead of 4.0 s (2.0 times"
                        + " slower).");
        assertThat(ComparisonText.of(
                        new ScratchComparison(0.7, 0.8, -10, 3, 9, Optional.empty(), Optional.empty()), ACCURACY))
                .isEqualTo("Transfer learning loses 10.0 percentage points; it never reaches the best accuracy from"
                        + " scratch.");
    }
}

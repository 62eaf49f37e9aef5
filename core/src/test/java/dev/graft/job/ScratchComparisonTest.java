package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.task.Score;
import dev.graft.testing.Outlines;
import dev.graft.train.EpochResult;
import dev.graft.train.History;
import dev.graft.train.RunKind;
import dev.graft.train.RunReport;
import dev.graft.tune.Plans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScratchComparisonTest {
    @Test
    void pointsEpochsAndSecondsAreCompared() {
        Run tuned = run(2, 0.7, 0.9, 0.95);
        Run scratch = run(3, 0.2, 0.4, 0.8, 0.79);
        ScratchComparison found = ScratchComparison.of(tuned, scratch);
        assertThat(found.points()).isCloseTo(15, within(1e-9));
        assertThat(found.scratchEpochs()).isEqualTo(3);
        assertThat(found.scratchSeconds()).isEqualTo(9);
        assertThat(found.epochs()).contains(2);
        assertThat(found.seconds()).contains(4.0);
        assertThat(found.timesFewerEpochs()).contains(1.5);
        assertThat(found.timesFaster()).contains(2.25);
    }

    @Test
    void transferMayLose() {
        ScratchComparison found = ScratchComparison.of(run(1, 0.5, 0.6), run(1, 0.5, 0.7));
        assertThat(found.points()).isNegative();
        assertThat(found.epochs()).isEmpty();
        assertThat(found.timesFaster()).isEmpty();
    }

    /// Epochs of so many seconds and these validation accuracies.
    private static Run run(double seconds, double... accuracies) {
        List<EpochResult> results = new ArrayList<>();
        List<RunReport.Epoch> epochs = new ArrayList<>();
        for (double accuracy : accuracies) {
            int epoch = results.size() + 1;
            results.add(new EpochResult(epoch, 1, 0.5, 1, accuracy, Map.of(), Map.of()));
            epochs.add(new RunReport.Epoch(epoch, 1, 0.5, 1, accuracy, seconds));
        }
        RunReport report = new RunReport(
                RunKind.FINE_TUNING,
                RunReport.VERSION,
                null,
                Plans.featureExtraction(Outlines.SMALL, 10, 1e-3),
                Map.of(),
                new DataSummary(
                        Kind.IMAGE,
                        "folders",
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        null),
                Map.of(),
                epochs,
                Optional.empty(),
                Optional.empty(),
                seconds * accuracies.length,
                1,
                List.of(),
                null,
                null);
        return new Run(Path.of("run"), History.of(Score.higher("accuracy"), results), report, 1);
    }
}

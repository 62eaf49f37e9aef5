package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.task.Decision;
import dev.graft.train.RunReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTextTest {
    private static List<String> comparison(double with, double without) {
        Map<String, Double> scratches = Map.of("recall", 1.0, "precision", 0.5);
        return DecisionText.comparison(new RunReport.Decided(
                Map.of("scratches", new Decision.Threshold(0.1, null)),
                new RunReport.Judged(Map.of("accuracy", with), Map.of("scratches", scratches)),
                new RunReport.Judged(Map.of("accuracy", without), Map.of("scratches", scratches))));
    }

    @Test
    void aHighPriceIsSaid() {
        assertThat(comparison(0.1667, 0.7333)).hasSize(3).last().asString().startsWith("note: that is a high price");
        assertThat(comparison(0.7833, 0.8778)).hasSize(2);
    }
}

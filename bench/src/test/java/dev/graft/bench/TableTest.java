package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    private static Entry seconds(String program, double... seconds) {
        return Entry.measured(
                program,
                Arrays.stream(seconds)
                        .mapToObj(value -> new Outcome(value, 0, new Told(Map.of())))
                        .toList());
    }

    @Test
    void ratiosAreAPeersFigureOverGrafts() {
        Table table = new Table(1000);
        table.add(Row.PREDICT_ONE, List.of(seconds("graft", 1, 2, 4), seconds("pytorch", 3, 8, 8)));
        assertThat(table.markdown()).isEqualTo("""
                | row | program | median | least … most | ratio to Graft |  |
                |---|---|---:|---:|---:|---|
                | predict-one | graft | 2.00 s | 1.00 … 4.00 | 1 |  |
                | predict-one | pytorch | 8.00 s | 3.00 … 8.00 | 3.00 (2.00 … 4.00) |  |""");
    }

    @Test
    void theTrainingStepIsComparedWithTheMachinesBestProduct() {
        Told graft = new Told(Map.of("seconds_per_step", "3.2", "sgemm_gflops", "218.4"));
        Told pytorch = new Told(Map.of("seconds_per_step", "6.4", "sgemm_gflops", "2"));
        Table table = new Table(1000);
        table.add(
                Row.FULL,
                List.of(
                        Entry.measured("graft", List.of(new Outcome(99, 0, graft))),
                        Entry.measured("pytorch", List.of(new Outcome(99, 0, pytorch)))));
        assertThat(table.plain())
                .contains("3.20 s/step", "10.0 images/s; 109 GFLOP/s (50% of 218); own product 218 GFLOP/s")
                .contains("6.40 s/step", "5.0 images/s; 55 GFLOP/s (25% of 218); own product 2 GFLOP/s");
    }

    @Test
    void aFailureHasALineAndLeavesNoRatio() {
        Table table = new Table(1000);
        table.add(Row.PREDICT_ONE, List.of(Entry.failed("graft", "gone"), seconds("djl", 3)));
        assertThat(table.plain().lines().toList().get(1)).contains("graft", "failed: gone");
        assertThat(table.plain().lines().toList().get(2)).contains("djl", "3.00 s", "-");
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(List.of(Table.number(0.256), Table.number(4.256), Table.number(42.56), Table.number(425.6)))
                .containsExactly("0.26", "4.26", "42.6", "426");
    }
}

package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void readsMarkedLinesAmongOthers() {
        Told told = Told.of("""
                epoch 1 train loss 0.6
                bench val_accuracy 0.9542
                benchmarks are fun
                bench version PyTorch 1.13.0 torchvision 0.14.1
                """);
        assertThat(told.number("val_accuracy")).isEqualTo(0.9542);
        assertThat(told.values())
                .containsEntry("version", "PyTorch 1.13.0 torchvision 0.14.1")
                .hasSize(2);
    }

    @Test
    void theLastOfTwoHolds() {
        assertThat(Told.of("bench a 1\nbench a 2\n").number("a")).isEqualTo(2);
    }

    @Test
    void saysWhatIsMissingOrNoNumber() {
        assertThatThrownBy(() -> Told.of("bench a\n")).hasMessageContaining("expected bench KEY VALUE");
        assertThatThrownBy(() -> Told.of("").number("a")).hasMessageContaining("bench a NUMBER, found none");
        assertThatThrownBy(() -> Told.of("bench a much").number("a")).hasMessageContaining("found much");
    }

    @Test
    void readsTheReportOfATraining() {
        String report = """
                {"model": {"trainable": [8394754]}, "best": {"epoch": 3, "val_accuracy": 0.9542}}
                """;
        Told told = new GraftProgram().read(Row.LAST_STAGE, report);
        assertThat(told.number("trainable")).isEqualTo(8394754);
        assertThat(told.number("val_accuracy")).isEqualTo(0.9542);
    }

    @Test
    void anEstimateIsWhatItsPlanTellsNotHowLongThatTook() {
        Told told = new EstimateProgram().read(Row.TEXT, "{\"steps\": 5, \"estimate\": {\"seconds\": 61.5}}");
        assertThat(Row.TEXT.value(new Outcome(9, 0, told))).isEqualTo(61.5);
        assertThat(Row.TEXT.value(new Outcome(9, 0, Told.of("")))).isEqualTo(9);
    }

    @Test
    void countsThePhotosOfAPrediction() {
        String table = "path,label,probability\na.jpg,ants,0.9\nb.jpg,bees,0.8\n";
        assertThat(new GraftProgram().read(Row.PREDICT_FOLDER, table).number("photos"))
                .isEqualTo(2);
        assertThat(PyTorchProgram.plain(line -> {})
                        .read(Row.PREDICT_FOLDER, "a\t0\t0.9\n")
                        .number("photos"))
                .isEqualTo(1);
    }

    @Test
    void readsTheKernelsLines() {
        assertThat(MemoryWatch.bytes("Rss:  9 kB\nPss:    2048 kB\nPss_Dirty: 7 kB\n", "Pss:"))
                .isEqualTo(2048 * 1024);
        assertThat(MemoryWatch.bytes("", "Pss:")).isZero();
    }
}

package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Lora;
import dev.graft.testing.Options;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers that would take all memory, or all time, end in a line before anything is made for them.
class OptionBoundsTest {
    @ParameterizedTest
    @CsvSource({
        "batch, 0, 'batch: expected 1 to 65536, found 0'",
        "batch, 2000000000, 'batch: expected 1 to 65536, found 2000000000'",
        "workers, 100000, 'workers: expected 1 to 1024, found 100000'",
        "views, -1, 'views: expected 0 to 10000, found -1'",
        "views, 2000000000, 'views: expected 0 to 10000, found 2000000000'",
        "epochs, 2000000000, 'epochs: expected 0 to 100000, found 2000000000'",
        "threads, 0, 'threads: expected 1 to 1024, found 0'",
        "threads, 2000000000, 'threads: expected 1 to 1024, found 2000000000'"
    })
    void ofATraining(String option, int value, String line) {
        Options options = Options.of(Path.of("photos"));
        assertThatThrownBy(() -> options.with(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(line);
    }

    @Test
    void ofAdapters() {
        assertThatThrownBy(() -> Lora.of(2_000_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lora: rank: expected 1 to 4096, found 2000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "2000000000, 4, 256, 'vocabulary: tokens: expected 100 to 1000000, found 2000000000'",
        "8000, 2000000000, 256, 'layers: expected 1 to 1000, found 2000000000'",
        "8000, 4, 2000000000, 'width: expected 1 to 65536, found 2000000000'"
    })
    void ofANewEncoder(int vocabulary, int layers, int width, String line) {
        assertThatThrownBy(() -> new AdaptationOptions.Fresh(vocabulary, layers, width, 4, 1024, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(line);
    }

    @ParameterizedTest
    @CsvSource({
        "2000000000, 1, 1, 1, 'batch: expected 1 to 65536, found 2000000000'",
        "8, 2000000000, 1, 1, 'epochs: expected 1 to 100000, found 2000000000'",
        "8, 1, 2000000000, 1, 'checkpoints per epoch: expected 1 to 1000, found 2000000000'",
        "8, 1, 1, 2000000000, 'threads: expected 1 to 1024, found 2000000000'"
    })
    void ofAnAdaptation(int batch, int epochs, int checkpoints, int threads, String line) {
        assertThatThrownBy(() -> new AdaptationOptions(
                        "model",
                        null,
                        "texts.csv",
                        "auto",
                        0.1,
                        0,
                        0.15,
                        true,
                        null,
                        batch,
                        epochs,
                        checkpoints,
                        1e-4,
                        0.01,
                        0.1,
                        Recipe.DEFAULT,
                        threads,
                        "cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(line);
    }

    @Test
    void ofSteps() {
        assertThatThrownBy(() -> Recipe.DEFAULT.withAccumulation(2_000_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accumulation: expected 1 to 65536, found 2000000000");
    }

    @Test
    void ofThreads() {
        assertThatThrownBy(() -> Threads.set(Threads.MOST + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected 1 to 1024, found 1025");
    }
}

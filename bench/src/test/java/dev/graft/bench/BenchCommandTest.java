package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void helpNamesEveryRowAndHasAnExample() {
        assertThat(run("-h")).isZero();
        for (Row row : Row.values()) {
            assertThat(out.toString()).contains("  " + row.id() + " ");
        }
        assertThat(out.toString()).contains("Examples:", "bench/run full memory --peers", "--markdown", "--beside");
    }

    @Test
    void whatDoesNotExistIsSaidInOneLine() {
        assertThat(run("fastest")).isEqualTo(2);
        assertThat(run("full", "--peers", "theano")).isEqualTo(2);
        assertThat(run("full", "--runs", "0")).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .containsExactly(
                        "bench/run: expected a row of " + Row.ids() + ", found fastest",
                        "bench/run: --peers: expected some of pytorch, pytorch+malloc, pytorch+best, djl, estimate, one-thread, found theano",
                        "bench/run: --runs: expected at least 1, found 0");
    }

    @Test
    void photosAreRepeatedUnderOtherNamesAndThinnedByClass() throws IOException {
        Path bees = Files.createDirectories(folder.resolve("data/train/bees"));
        for (String name : List.of("a.jpg", "b.JPEG", "c.gif", "d.jpg")) {
            Files.writeString(bees.resolve(name), name);
        }
        List<Path> jpegs = Photos.jpegs(folder.resolve("data"));
        assertThat(jpegs).extracting(path -> path.getFileName().toString()).containsExactly("a.jpg", "b.JPEG", "d.jpg");

        Photos.repeat(jpegs, 7, folder.resolve("many"));
        assertThat(folder.resolve("many")).isDirectoryContaining(file -> file.endsWith("00006.jpg"));
        assertThat(folder.resolve("many/00006.jpg")).hasContent("a.jpg");

        Photos.thin(folder.resolve("data"), 2, folder.resolve("few"));
        assertThat(Photos.jpegs(folder.resolve("few"))).hasSize(2);
    }

    @Test
    void theTrainingStepIsMeasuredThroughTheTrainer() {
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            try (Network network = Zoo.create("resnet18", 2, 3, Device.CPU)) {
                assertThat(TrainingStep.secondsPerStep(network, Recipe.DEFAULT.withPrecision(precision), 2, 1, 32))
                        .isBetween(1e-4, 60.0);
            }
        }
        assertThat(TrainingStep.sgemmGflops(64)).isPositive();
    }
}

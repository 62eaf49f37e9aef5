package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Network;
import dev.graft.weights.WeightsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLockTest {
    @TempDir
    Path folder;

    /// Holds the lock of a folder until it is killed.
    static final class Holding {
        private Holding() {}

        public static void main(String[] args) throws InterruptedException {
            try (RunLock _ = RunLock.hold(Path.of(args[0]))) {
                System.out.println("holding");
                Thread.sleep(60_000);
            }
        }
    }

    @Test
    void oneAtATimeWithinAProcess() {
        Path run = folder.resolve("run");
        try (RunLock _ = RunLock.hold(run)) {
            for (Path name : List.of(run, folder.resolve("x/../run").normalize())) {
                assertBusy(name);
                assertBusy(name); // having looked has let go of nothing
            }
        }
        RunLock.requireIdle(run);
        RunLock.hold(run).close();
    }

    @Test
    void aLockDiesWithItsProcess() throws Exception {
        Path run = folder.resolve("run");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holding.class.getName(),
                        run.toString())
                .start();
        try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(told.readLine()).isEqualTo("holding");
            assertBusy(run);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        RunLock.requireIdle(run);
        RunFolder.requireFree(run);
        RunLock.hold(run).close();
    }

    @Test
    void lookingMakesNothing() {
        RunLock.requireIdle(folder.resolve("run"));

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model", "checkpoints"})
    void aFolderThatIsDeletedWhileTrainingIsAnError(String part) {
        RunFolder run = RunFolder.create(folder.resolve("run"));
        try (Network network = Toy.network(1)) {
            Trainer trainer = new Trainer(
                            network,
                            Toy.everything(3, 0.01),
                            Recipe.DEFAULT,
                            Toy.Points.training(),
                            Toy.Points.validation())
                    .withFolder(run)
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.EpochDone done
                                && done.result().epoch() == 1) {
                            delete(run.root().resolve(part));
                        }
                    });
            assertThatThrownBy(trainer::fit)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(run.root().resolve(part) + ": was deleted or moved while the run");
        }
    }

    @Test
    void aRunThatLacksAFileInTheEndIsNotWhole() {
        RunFolder run = RunFolder.create(folder.resolve("run"));
        Path config = run.model().resolve("config.json");

        assertThatThrownBy(() -> run.requireWhole(List.of(config)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(config + ": was deleted or moved");
    }

    private static void assertBusy(Path run) {
        assertThatThrownBy(() -> RunLock.requireIdle(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another training is writing into this run folder");
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

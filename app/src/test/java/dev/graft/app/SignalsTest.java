package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Graft in a process of its own that is told to end while libtorch computes.
@EnabledOnOs({OS.LINUX, OS.MAC})
class SignalsTest {
    @TempDir
    Path folder;

    /// Waits to be told to end. What it would do in Java's own way out is where libtorch's globals would go, too.
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("taken apart")));
            Signals.endAtOnce();
            System.err.println("ready");
            Thread.sleep(60_000);
        }
    }

    @Test
    void nothingIsTakenApartOnTheWayOut() throws Exception {
        Process process = start(Waiting.class);
        try (BufferedReader told = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(told.lines().anyMatch("ready"::equals)).isTrue();
            end(process);
            assertThat(told.lines()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aTrainingThatIsToldToEndLosesNothing() throws Exception {
        Path data = Surfaces.classes(folder.resolve("surfaces"), 5);
        Path run = folder.resolve("run");
        Process process = start(
                GraftCommand.class,
                "train",
                data.toString(),
                "--model",
                "graft-nano",
                "--strategy",
                "full",
                "--epochs",
                "2000",
                "--out",
                run.toString());
        try (BufferedReader told = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(told.lines().anyMatch(line -> line.startsWith("[Epoch 01/")))
                    .as("an epoch ends")
                    .isTrue();
            Thread.sleep(200); // into the next ones
            end(process);
            assertThat(told.lines().filter(line -> !line.startsWith("[Epoch ")))
                    .containsExactly("stopped; to continue after the last finished epoch: graft train --resume " + run);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder).isDirectoryNotContaining("glob:**hs_err*");
        assertThat(run.resolve("checkpoints/last.safetensors")).exists();
        assertThat(CommandLineRun.graft("evaluate", run, data).succeeds().out()).contains("accuracy");
    }

    private static void end(Process process) throws InterruptedException {
        process.toHandle().destroy(); // SIGTERM; the process itself would close what it told
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        return GraftProcess.of(folder, main, (Object[]) arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

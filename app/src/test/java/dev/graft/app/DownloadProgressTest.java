package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {
    private static final long MIB = 1L << 20;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    @Test
    void everyLargeFileHasItsLines() {
        DownloadProgress progress = progress(false);
        URI first = URI.create("https://models.example/a/one.safetensors");
        URI second = URI.create("https://models.example/a/two.safetensors");
        progress.update(URI.create("https://models.example/a/config.json"), 0, 600);
        progress.update(URI.create("https://models.example/a/config.json"), 600, 600);
        for (long bytes = 0; bytes <= 20 * MIB; bytes += 5 * MIB) {
            progress.update(first, bytes, 20 * MIB);
        }
        progress.update(second, 0, 10 * MIB);
        progress.update(second, 10 * MIB, 10 * MIB);
        assertThat(message.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Downloading " + first + ": 0 of 20 MiB",
                        "Downloading " + first + ": 5 of 20 MiB",
                        "Downloading " + first + ": 10 of 20 MiB",
                        "Downloading " + first + ": 15 of 20 MiB",
                        "Downloading " + first + ": 20 of 20 MiB",
                        "Downloading " + second + ": 0 of 10 MiB",
                        "Downloading " + second + ": 10 of 10 MiB");
    }

    @Test
    void quietIsQuiet() {
        progress(true).update(URI.create("https://models.example/a/one.safetensors"), 0, 20 * MIB);
        assertThat(message.size()).isZero();
    }

    private DownloadProgress progress(boolean quiet) {
        PrintStream stream = new PrintStream(message, true, StandardCharsets.UTF_8);
        return new DownloadProgress(new Output(stream, stream, quiet));
    }
}

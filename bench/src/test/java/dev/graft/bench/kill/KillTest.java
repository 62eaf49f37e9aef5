package dev.graft.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int kill(String... args) {
        return KillCommand.run(ROOT, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void trainingsThatAreKilledEndInTheSameBytes() {
        int code = kill("--kinds", "phases,fp16,adapt", "--kills", "3", "--seed", "5", "--out", folder.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("| phases | 1 | ", "| fp16 | 1 | ", "| adapt | 1 | ");
    }

    @Test
    void whatDiffersIsNamed() throws IOException {
        Path one = run("one");
        Path other = run("other");
        RunBytes expected = RunBytes.of(one);
        assertThat(expected.differences(RunBytes.of(other))).isEmpty();
        Files.writeString(other.resolve("run.json"), "other times");
        assertThat(expected.differences(RunBytes.of(other))).isEmpty();
        Files.writeString(other.resolve("metrics.jsonl"), "{}");
        Files.writeString(other.resolve("model/more"), "");
        Files.delete(other.resolve("parts.csv"));
        assertThat(expected.differences(RunBytes.of(other)))
                .containsExactlyInAnyOrder("metrics.jsonl", "model/more", "parts.csv");
    }

    private Path run(String name) throws IOException {
        Path run = folder.resolve(name);
        Files.createDirectories(run.resolve("model"));
        Files.writeString(run.resolve("model/model.safetensors"), "weights");
        Files.writeString(run.resolve("metrics.jsonl"), "");
        Files.writeString(run.resolve("parts.csv"), "part");
        Files.writeString(run.resolve("run.json"), "times");
        return run;
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThat(kill("--kinds", "sounds")).isEqualTo(2);
        assertThat(err.toString()).contains("bench/kill: --kinds: expected some of head,full,", "found 'sounds'");
        assertThat(kill("--kills", "0")).isEqualTo(2);
        assertThat(kill("--kinds", "swa", "--minutes", "0", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("bench/kill: --minutes: expected a number above 0, found 0.0");
    }
}

package dev.graft.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.bench.fuzz.Verdict.Outcome;
import dev.graft.data.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class FuzzTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Mutants mutants(Kind kind, long seed) {
        return new Mutants(kind, new Bases(ROOT, folder.resolve("none")).of(kind), seed);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSameNumberIsTheSameFile(Kind kind) throws IOException {
        Mutants mutants = mutants(kind, 3);
        int different = 0;
        for (int number = 0; number < 20; number++) {
            Path one = Files.createDirectories(folder.resolve("one-" + number));
            Path other = Files.createDirectories(folder.resolve("other-" + number));
            String name = mutants.write(number, one);
            assertThat(mutants.write(number, other)).isEqualTo(name);
            byte[] bytes = Files.readAllBytes(one.resolve(name));
            assertThat(Files.readAllBytes(other.resolve(name))).isEqualTo(bytes);
            different += mutants.bases().stream()
                            .noneMatch(base -> Arrays.equals(base.files().get(name), bytes))
                    ? 1
                    : 0;
        }
        assertThat(different).isGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsWholeIsReadOrRefusedAsItShould(Kind kind) throws IOException {
        List<String> faults = new ArrayList<>();
        int read = 0;
        for (Base base : new Bases(ROOT, folder.resolve("none")).of(kind)) {
            Path where = Files.createTempDirectory(folder, "whole");
            for (var file : base.files().entrySet()) {
                Files.write(where.resolve(file.getKey()), file.getValue());
            }
            try {
                kind.read(where, base.damaged().getFirst());
                read++;
            } catch (RuntimeException e) {
                String fault = Worker.fault(e);
                if (!fault.isEmpty()) {
                    faults.add(base.name() + ": " + fault);
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(read).isPositive();
    }

    @Test
    void damagedJsonIsStillJson() {
        byte[] json = Made.UNIGRAM.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 200; seed++) {
            byte[] damaged =
                    new JsonDamage(new SplittableRandom(seed)).damaged(json).orElseThrow();
            assertThat(new JsonMapper().readTree(damaged).isContainer()).isTrue();
        }
        assertThat(new JsonDamage(new SplittableRandom(0)).damaged(new byte[] {'{'}))
                .isEmpty();
    }

    @Test
    void onlyOneLineOfOursIsARefusal() {
        assertThat(Worker.fault(new DataException("x: damaged"))).isEmpty();
        assertThat(Worker.fault(new IllegalArgumentException("x: two\nlines"))).startsWith("control characters");
        assertThat(Worker.fault(new DataException(" "))).startsWith("no message");
        assertThat(Worker.fault(new IllegalStateException("x"))).startsWith("java.lang.IllegalStateException: x");
        assertThat(Worker.fault(new OutOfMemoryError("heap"))).startsWith("java.lang.OutOfMemoryError");
        Verdict verdict = new Verdict(Outcome.REFUSED, "a\tb 좋", 0, 5);
        assertThat(Verdict.of(verdict.line(), 0)).isEqualTo(verdict);
    }

    @Test
    void aWorkerAnswersAndIsToldApartFromOneThatHangsOrDies() throws IOException {
        Path good = Files.writeString(folder.resolve("good.csv"), Made.TABLES.getOrDefault("plain.csv", ""));
        try (WorkerProcess worker = new WorkerProcess(folder, new Limits(60, 4L << 30))) {
            assertThat(worker.read(Kind.TABLES, folder, "good.csv").outcome()).isEqualTo(Outcome.READ);
            Files.writeString(good, "no table");
            assertThat(worker.read(Kind.TABLES, folder, "good.csv").outcome()).isEqualTo(Outcome.REFUSED);
        }
        try (WorkerProcess worker = new WorkerProcess(folder, new Limits(1e-6, 4L << 30))) {
            assertThat(worker.read(Kind.TABLES, folder, "good.csv").reason()).startsWith("time: ");
        }
    }

    @Test
    void aShortCampaignEndsInATable() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FuzzCommand.run(
                ROOT,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "--kinds",
                "weights",
                "--files",
                "25",
                "--seed",
                "5",
                "--minutes",
                "1",
                "--seconds",
                "30",
                "--shared",
                folder.toString(),
                "--out",
                folder.resolve("kept").toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("| kind | files |", "| weights | 25 |");
        assertThat(FuzzCommand.run(ROOT, new PrintWriter(out, true), new PrintWriter(err, true), "--kinds", "sounds"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("bench/fuzz: --kinds: expected some of images,weights,");
    }
}

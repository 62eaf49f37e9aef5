package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Part;
import dev.graft.data.PartsTable;
import dev.graft.data.demo.SurfacePhotos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A model is not judged by images it has learned from, unless that is asked for.
class EvaluatePartTest {
    @TempDir
    Path folder;

    @Test
    void dataWithoutPartsAreDividedAsTheyWereForTraining() throws IOException {
        Path data = folder.resolve("drawn");
        SurfacePhotos.write(data, 6, 3, 7);
        Path flat = Files.move(data.resolve("train"), folder.resolve("photos"));
        String run = folder.resolve("run").toString();
        JsonNode trained =
                json("train", flat.toString(), "--model", "graft-nano", "--out", run, "--epochs", "1", "--seed", "5");

        JsonNode own = json("evaluate", run, flat.toString());
        assertThat(own.path("part").asString()).isEqualTo("val");
        assertThat(own.path("examples").asInt()).isEqualTo(6);
        assertThat(own.path("accuracy").asDouble())
                .isEqualTo(trained.path("best").path("val_accuracy").asDouble());
        assertThat(own.path("loss").asDouble())
                .isEqualTo(trained.path("best").path("val_loss").asDouble());

        JsonNode other = json("evaluate", run, data.resolve("val").toString());
        assertThat(other.path("part").asString()).isEqualTo("all");
        assertThat(other.path("examples").asInt()).isEqualTo(18);
    }

    /// Files that come, go and change between training and evaluation do not move others to another part.
    @Test
    void theTableOfPartsDecides() throws IOException {
        Path photos = folder.resolve("photos");
        Surfaces.classes(photos, 8);
        Path run = folder.resolve("run");
        json(
                "train",
                photos.toString(),
                "--model",
                "graft-nano",
                "--out",
                run.toString(),
                "--epochs",
                "1",
                "--size",
                "32",
                "--batch",
                "8");
        JsonNode before = json("evaluate", run.toString(), photos.toString(), "--part", "val");
        List<PartsTable.Entry> entries = PartsTable.in(run).orElseThrow().entries();
        List<PartsTable.Entry> validated = entries.stream()
                .filter(entry -> entry.part() == Part.VALIDATION)
                .toList();
        assertThat(entries).hasSize(24);
        assertThat(before.path("examples").asInt()).isEqualTo(validated.size()).isGreaterThan(3);
        assertThat(entries)
                .allMatch(entry -> entry.id()
                        .sha256()
                        .equals(sha256(photos.resolve(entry.id().file()))));

        // one that sorts before all others, and one that is named otherwise now
        Path trained = photos.resolve(entries.getFirst().id().file());
        Surfaces.classes(folder.resolve("more"), 9);
        try (Stream<Path> more = Files.list(folder.resolve("more").resolve(Surfaces.GOOD))) {
            Path last = more.sorted().toList().getLast();
            Files.copy(last, photos.resolve(Surfaces.GOOD).resolve("0000.png"));
            Files.write(photos.resolve(Surfaces.GOOD).resolve("0000.png"), new byte[1], StandardOpenOption.APPEND);
        }
        Files.move(trained, trained.resolveSibling("zzz.png"));
        JsonNode after = json("evaluate", run.toString(), photos.toString(), "--part", "val");
        assertThat(after.path("loss").asDouble()).isEqualTo(before.path("loss").asDouble());
        assertThat(after.path("examples")).isEqualTo(before.path("examples"));
        assertThat(json("evaluate", run.toString(), photos.toString(), "--part", "train")
                        .path("examples")
                        .asInt())
                .isEqualTo(24 - validated.size());
        assertThat(json("evaluate", run.toString(), photos.toString(), "--part", "all")
                        .path("examples")
                        .asInt())
                .isEqualTo(25);

        // a run of an earlier version divides by its seed, which is refused where the examples are others
        Files.delete(run.resolve(PartsTable.FILE));
        graft("evaluate", run, photos, "--part", "val", "--quiet")
                .isRefusedWith("expected the examples that", "use --part all");
        graft("evaluate", run, photos, "--part", "all").succeeds();
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                    .substring(0, 16);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String... arguments) {
        PrintStream usual = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            String[] all = new String[arguments.length + 2];
            System.arraycopy(arguments, 0, all, 0, arguments.length);
            all[arguments.length] = "--json";
            all[arguments.length + 1] = "--quiet";
            assertThat(GraftCommand.run(all)).isZero();
        } finally {
            System.setOut(usual);
        }
        return new JsonMapper().readTree(written.toString(StandardCharsets.UTF_8));
    }
}

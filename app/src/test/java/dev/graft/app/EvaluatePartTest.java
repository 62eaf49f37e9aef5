package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.demo.SurfacePhotos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        JsonNode trained = json("train", flat.toString(), "--out", run, "--epochs", "1", "--seed", "5");

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

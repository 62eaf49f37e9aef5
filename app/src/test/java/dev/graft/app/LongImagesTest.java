package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Fit;
import dev.graft.data.ImageEncoder;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.job.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images that are twice as long as wide.
class LongImagesTest {
    private static final String NOTE =
            "note: the middle square is all the model sees of an image: 50% of a typical one; --fit pad or --fit"
                    + " squeeze shows it whole";

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void draw() throws IOException {
        for (Kind kind : new Kind[] {Kind.GOOD, Kind.SCRATCH}) {
            Path images = Files.createDirectories(data.resolve(kind.name().toLowerCase(Locale.ROOT)));
            for (int i = 0; i < 6; i++) {
                ImageEncoder.write(SurfacePhotos.draw(kind, i, 64).crop(0, 16, 64, 32), images.resolve(i + ".png"));
            }
        }
    }

    @Test
    void planSaysThatTheEndsAreNotSeen() {
        assertThat(graft("plan", data, "--model", "graft-nano", "--no-estimate")
                        .succeeds()
                        .out())
                .contains(NOTE);
        assertThat(graft("plan", data, "--model", "graft-nano", "--no-estimate", "--fit", "squeeze")
                        .succeeds()
                        .out())
                .doesNotContain("middle square");
    }

    @ParameterizedTest
    @CsvSource({"crop", "pad", "squeeze"})
    void aRunKeepsHowImagesBecomeSquares(String fit) throws IOException {
        Path run = folder.resolve("run");
        CommandLineRun trained =
                graft("train", data, "--model", "graft-nano", "--epochs", 1, "--size", 32, "--fit", fit, "--out", run);
        assertThat(trained.succeeds().err().contains(NOTE)).isEqualTo(fit.equals("crop"));
        assertThat(Files.readString(run.resolve("model/preprocessing.json")).contains("\"fit\" : \"" + fit + "\""))
                .isEqualTo(!fit.equals("crop"));
        assertThat(TrainingOptions.ofRun(run)
                        .orElseThrow()
                        .modelChoice()
                        .image()
                        .fit())
                .isEqualTo(Fit.valueOf(fit.toUpperCase(Locale.ROOT)));
        graft("predict", run, data.resolve("good/0.png")).succeeds();
        graft("evaluate", run, data).succeeds();
    }

    @Test
    void aRunThatDoesNotSayItCutsTheMiddleOut() throws IOException {
        Path run = folder.resolve("run");
        graft("train", data, "--model", "graft-nano", "--epochs", 1, "--size", 32, "--out", run)
                .succeeds();
        Path report = run.resolve("run.json");
        String json = Files.readString(report);
        String earlier = json.replaceFirst(",\\s*\"fit\" : null", "");
        assertThat(earlier).isNotEqualTo(json);
        Files.writeString(report, earlier);
        assertThat(TrainingOptions.ofRun(run)
                        .orElseThrow()
                        .modelChoice()
                        .image()
                        .fit())
                .isEqualTo(Fit.CROP);
        graft("train", "--resume", run).succeeds();
    }

    @Test
    void textsHaveNoShape() {
        CommandLineRun refused = graft("plan", data, "--model", "graft-nano-ko", "--fit", "pad");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--fit: is for images, but --model is a text model");
    }
}

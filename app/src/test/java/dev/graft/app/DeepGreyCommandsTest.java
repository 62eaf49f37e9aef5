package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 12 bits of grey in 16, where nothing but the lower bits tells the classes apart.
class DeepGreyCommandsTest {
    private static final int SIDE = 32;

    @TempDir
    static Path folder;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static CommandLineRun training = new CommandLineRun(-1, "", "");

    @BeforeAll
    static void trainOnce() throws IOException {
        data = folder.resolve("xray");
        Random random = new Random(5);
        for (int i = 0; i < 24; i++) {
            write("across/" + i + ".png", random, 0);
            write("down/" + i + ".png", random, 1);
        }
        run = folder.resolve("run");
        training = train(data, run, "--epochs", 3);
    }

    private static CommandLineRun train(Path data, Path out, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", data, "--model", "graft-nano", "--out", out, "--size", SIDE));
        arguments.addAll(List.of("--batch", 8, "--augment", "none"));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray());
    }

    private static void write(String file, Random random, int direction) throws IOException {
        double phase = random.nextDouble() * 6;
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int place = direction == 0 ? i % SIDE : i / SIDE;
            double value = 1150 + 90 * Math.sin(place / 1.5 + phase) + 10 * random.nextGaussian();
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, (int) value);
        }
        Path path = data.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        ImageIO.write(image, "png", path.toFile());
    }

    @Test
    void learnsWhatIsInTheLowBits() {
        training.succeeds();
        assertThat(training.err())
                .containsPattern("note: values: 1,0\\d\\d to 1,2\\d\\d of 16-bit grey \\(0.1 and 99.9"
                        + " percentiles of 38 training images\\)");
        assertThat(graft("evaluate", run, data).succeeds().out()).contains("accuracy 1.0000");
    }

    @Test
    void theModelFolderKeepsTheRange() throws IOException {
        Path image = data.resolve("down/3.png");
        String predicted = graft("predict", run, image).succeeds().out();
        Path moved = folder.resolve("elsewhere");
        Files.createDirectories(moved);
        try (Stream<Path> files = Files.list(run.resolve("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, moved.resolve(file.getFileName()));
            }
        }
        assertThat(graft("predict", moved, image).succeeds().out()).isEqualTo(predicted);
        assertThat(graft("predict", moved, image, "--value-range", "1000,40000")
                        .succeeds()
                        .out())
                .isNotEqualTo(predicted);
        assertThat(Files.readString(moved.resolve("preprocessing.json"))).contains("\"range\"");
    }

    @Test
    void aModelOf8BitsRefusesWhatItCannotScale() throws IOException {
        Path surfaces = Surfaces.classes(folder.resolve("surfaces"), 6);
        Path plain = folder.resolve("plain");
        train(surfaces, plain, "--epochs", 1).succeeds();
        graft("evaluate", plain, data, "--part", "all").isRefusedWith("--value-range LOW,HIGH");
        graft("predict", plain, data.resolve("down/1.png")).isRefusedWith("--value-range LOW,HIGH");
        graft("predict", plain, data.resolve("down/1.png"), "--value-range", "1000,1300")
                .succeeds();
        graft("predict", plain, data.resolve("down/1.png"), "--value-range", "9,9")
                .isRefusedWith("value range: expected LOW below HIGH, found 9,9");
    }

    @Test
    void aPlanSaysTheRange() {
        assertThat(graft("plan", data, "--model", "graft-nano", "--no-estimate")
                        .succeeds()
                        .out())
                .containsPattern("note: values: 1,0\\d\\d to 1,2\\d\\d of 16-bit grey");
        assertThat(graft("plan", data, "--model", "graft-nano", "--no-estimate", "--value-range", "0,4095")
                        .succeeds()
                        .out())
                .contains("note: values: 0 to 4,095 of grey with more than 8 bits, as specified");
    }
}

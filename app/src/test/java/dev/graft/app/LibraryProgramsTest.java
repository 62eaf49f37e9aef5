package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Models;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import dev.graft.data.Task;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole programs of the library's page do what the page says, each started by `java` as it stands there.
class LibraryProgramsTest {
    private static final int IMAGES = 10;
    private static final int SIDE = 64;
    private static final int MOST_LINES = 15;

    @TempDir
    static Path folder;

    private static List<String> programs = List.of();

    @BeforeAll
    static void prepare() throws IOException, SQLException {
        String page = Pages.read(Path.of("docs/guide/library.md"));
        String section = page.substring(page.indexOf("## Five whole programs"), page.indexOf("## The simple API"));
        programs = Pages.blocks(section, "java");
        StringBuilder wear = new StringBuilder("path,wear\n");
        try (Connection database = DriverManager.getConnection(url())) {
            database.createStatement().execute("CREATE TABLE parts (id VARCHAR, jpeg BLOB, verdict VARCHAR)");
            PreparedStatement insert = database.prepareStatement("INSERT INTO parts VALUES (?, ?, ?)");
            for (Kind kind : List.of(Kind.GOOD, Kind.SCRATCH)) {
                for (int i = 0; i < IMAGES; i++) {
                    Path file = folder.resolve("photos/%s/%d.png".formatted(kind.label(), i));
                    Files.createDirectories(file.getParent());
                    ImageEncoder.write(SurfacePhotos.draw(kind, 100L * kind.ordinal() + i, SIDE), file);
                    insert.setString(1, kind.label() + i);
                    insert.setBytes(2, Files.readAllBytes(file));
                    insert.setString(3, kind.label());
                    insert.execute();
                    wear.append(
                            String.format(Locale.ROOT, "%s,%.2f%n", folder.relativize(file), kind.ordinal() + i * 0.1));
                }
            }
        }
        Files.writeString(folder.resolve("wear.csv"), wear);
    }

    private static String url() {
        return "jdbc:h2:" + folder.toAbsolutePath().resolve("factory");
    }

    @Test
    void thereAreFiveOfAFewLines() {
        assertThat(programs).hasSize(5);
        assertThat(programs).allSatisfy(program -> assertThat(program.lines()).hasSizeLessThanOrEqualTo(MOST_LINES));
    }

    @ParameterizedTest
    @CsvSource({
        "0, runs/head, SINGLE_LABEL_CLASSIFICATION",
        "1, runs/gradual, SINGLE_LABEL_CLASSIFICATION",
        "2, runs/augmented, SINGLE_LABEL_CLASSIFICATION",
        "3, runs/parts, SINGLE_LABEL_CLASSIFICATION",
        "4, runs/wear, REGRESSION"
    })
    void runs(int number, String run, Task task) throws IOException, InterruptedException {
        Path program = Files.writeString(folder.resolve("Program%d.java".formatted(number)), programs.get(number));
        Path log = folder.resolve("log%d.txt".formatted(number));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dorg.bytedeco.javacpp.platform.extension=",
                        "-cp",
                        absolute(System.getProperty("java.class.path")),
                        program.getFileName().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        try (Model<ImageSource> model = Models.openImage(folder.resolve(run))) {
            assertThat(model.task()).isEqualTo(task);
        }
    }

    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                List.of(classPath.split(java.io.File.pathSeparator)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}

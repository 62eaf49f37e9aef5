package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.FilePatterns;
import dev.graft.job.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files of a folder are read.
class FilesOfFoldersTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static CommandLineRun training = new CommandLineRun(-1, "", "");

    @BeforeAll
    static void trainOnce() throws IOException {
        data = Surfaces.classes(shared.resolve("data"), 6);
        for (String label : List.of(Surfaces.GOOD, Surfaces.SCRATCHED, Surfaces.STAINED)) {
            Path image = data.resolve(label).resolve("00.png");
            Files.copy(image, data.resolve(label).resolve("00_mask.png"));
        }
        run = shared.resolve("run");
        training = graft(
                "train",
                data,
                "--model",
                "graft-nano",
                "--exclude",
                "*_MASK.png",
                "--epochs",
                1,
                "--size",
                32,
                "--out",
                run);
    }

    @Test
    void whatWasLeftOutIsCountedAndKept() {
        assertThat(training.succeeds().err()).contains("; left out: 3 by --exclude\n");
        assertThat(TrainingOptions.ofRun(run).orElseThrow().data().files())
                .isEqualTo(new FilePatterns(List.of(), List.of("*_MASK.png")));
    }

    @Test
    void aRunReadsTheSameFilesAgain() {
        graft("train", "--resume", run).succeeds();
        assertThat(graft("evaluate", run, data, "--part", "all").succeeds().err())
                .contains("; left out: 3 by --exclude\n");
        assertThat(graft("evaluate", run, data, "--part", "all", "--include", "0[0-2].png")
                        .succeeds()
                        .out())
                .contains("9");
        Path table = data.resolveSibling("table.csv");
        graft("evaluate", run, table(table), "--part", "all").succeeds();
    }

    private static Path table(Path file) {
        try {
            return Files.writeString(
                    file, "path,label\ndata/" + Surfaces.GOOD + "/01.png," + Surfaces.GOOD + "\ndata/긁힘/01.png,긁힘\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void foldersToPredictTakeThemToo() {
        assertThat(graft("predict", run, data, "--include", "0[12].png")
                        .succeeds()
                        .out()
                        .lines())
                .hasSize(6);
        assertThat(graft("predict", run, data.resolve(Surfaces.GOOD), "--exclude", "*.png")
                        .err())
                .contains("expected images, found none but what --include and --exclude leave out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plan --images 10 --classes 2 --include *.png | --include: chooses files of a folder, and there is no DATA
            plan pom.xml --exclude *.png                 | --exclude: chooses files of a folder, but pom.xml is none
            plan src --include [                        | include: expected a pattern such as *.jpg, found '['
            """)
    void whereThereAreNoneTheyAreRefused(String command, String line) {
        CommandLineRun refused = graft((Object[]) command.split(" "));
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(line);
    }

    @Test
    void oneImageIsNoFolder() {
        assertThat(graft("predict", run, data.resolve(Surfaces.GOOD).resolve("01.png"), "--include", "*.png")
                        .err())
                .contains("--include: chooses files of a folder, but there is none among");
    }
}

package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FindLrCommandTest {
    @TempDir
    Path folder;

    @Test
    void suggestsRatesAndDrawsTheCurve() throws IOException {
        Path data = Surfaces.classes(folder.resolve("surfaces"), 5);
        Path chart = folder.resolve("images/lr.png");
        Object[] command = {
            "find-lr",
            data,
            "--model",
            "graft-nano",
            "--size",
            32,
            "--batch",
            4,
            "--strategy",
            "full",
            "--steps",
            40,
            "--to",
            1,
            "--chart",
            chart
        };
        CommandLineRun found = graft(command).succeeds();
        assertThat(found.out())
                .containsPattern("valley    [\\d.]+(e-\\d+)? +a good default for --lr")
                .containsPattern("steepest  [\\d.]+(e-\\d+)? ")
                .contains("Curve: " + chart);
        BufferedImage drawn = ImageIO.read(chart.toFile());
        assertThat(drawn.getWidth()).isEqualTo(900);
        assertThat(drawn.getHeight()).isEqualTo(560);
        assertThat(chart.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theNumbersAreThereForMachinesAndTheSeedDecidesThem() throws IOException {
        Path data = Surfaces.classes(folder.resolve("surfaces"), 5);
        JsonNode one = numbers(data, folder.resolve("one.png"));
        JsonNode two = numbers(data, folder.resolve("two.png"));
        assertThat(one.get("points")).hasSizeBetween(20, 30).isEqualTo(two.get("points"));
        assertThat(one.at("/points/0/learning_rate").asDouble()).isEqualTo(1e-6);
        assertThat(one.get("valley")).isEqualTo(two.get("valley"));
    }

    private static JsonNode numbers(Path data, Path chart) {
        return graft(
                        "find-lr",
                        data,
                        "--model",
                        "graft-nano",
                        "--size",
                        32,
                        "--batch",
                        4,
                        "--from",
                        "1e-6",
                        "--steps",
                        30,
                        "--chart",
                        chart,
                        "--json",
                        "--quiet")
                .succeeds()
                .json();
    }

    /// What would be solved has no rate; the one that is found is for steps.
    @Test
    void aHeadThatWouldBeSolvedIsSteppedToFindItsRate() throws IOException {
        Path data = Surfaces.classes(folder.resolve("surfaces"), 5);
        CommandLineRun found = graft(
                        "find-lr",
                        data,
                        "--model",
                        "graft-nano",
                        "--size",
                        32,
                        "--batch",
                        4,
                        "--steps",
                        20,
                        "--chart",
                        folder.resolve("lr.png"))
                .succeeds();
        assertThat(found.err() + found.out())
                .contains("Without a rate the head is solved and takes no steps; the rate that is found is for --lr");
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        graft("find-lr", folder, "--model", "graft-nano", "--from", 0)
                .isRefusedWith("learning rates: expected 0 < from < to, found 0.0");
        graft("find-lr", folder, "--model", "graft-nano", "--steps", 3)
                .isRefusedWith("steps: expected at least 20, found 3");
    }
}

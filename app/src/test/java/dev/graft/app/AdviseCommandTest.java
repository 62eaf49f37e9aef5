package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AdviseCommandTest {
    @TempDir
    Path folder;

    @Test
    void theCommandThatIsAdvisedCanBePasted() throws IOException {
        Path photos = Surfaces.classes(folder.resolve("my photos"), 6);

        String command = graft("advise", photos, "--models=graft-nano", "--val-fraction", 0.3, "-q", "--seed=7")
                .succeeds()
                .out()
                .strip();

        assertThat(command)
                .isEqualTo("graft train '" + photos + "' --val-fraction 0.3 --seed=7 --model graft-nano --strategy"
                        + " feature-extraction");
        String[] words = command.substring(command.indexOf("--val")).split(" ");
        Object[] plan = Arrays.copyOf(new Object[] {"plan", photos, "--no-estimate"}, 3 + words.length);
        System.arraycopy(words, 0, plan, 3, words.length);
        graft(plan).succeeds();
    }

    @Test
    void saysWhyAndWhatItTakes() throws IOException {
        CommandLineRun run = graft("advise", Surfaces.classes(folder, 6), "--models", "graft-nano", "--threads", 1)
                .succeeds();

        assertThat(run.out())
                .contains("15 images (below 1,000)")
                .contains("  graft train " + folder)
                .contains("on this machine (1 thread)");
        assertThat(run.err()).contains("data: ");
    }

    @Test
    void programsReadTheSame() throws IOException {
        JsonNode json = graft("advise", Surfaces.classes(folder, 6), "--models", "graft-nano", "--json")
                .succeeds()
                .json();

        assertThat(json.get("command").asString()).startsWith("graft train ");
        assertThat(json.at("/advice/cell/size").asString()).isEqualTo("small");
        assertThat(json.at("/evidence/examples/training").asInt()).isEqualTo(15);
        assertThat(json.at("/training/seconds").asDouble()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "resnet19; no model named resnet19",
                "graft-nano=nowhere.pth; nowhere.pth",
                "graft-nano,graft-nano-ko; --models: expected models for one kind of examples"
            })
    void whatIsNoModelIsSaid(String models, String message) throws IOException {
        graft("advise", Surfaces.classes(folder, 2), "--models", models).isRefusedWith(message);
    }

    @Test
    void textsInALanguageThatNoModelKnowsAreSaid() throws IOException {
        Path table = folder.resolve("texts.csv");
        Files.writeString(table, "text,label\nthe first of them,a\nand another one,b\nthe third of them,a\nlast,b\n");

        graft("advise", table, "--offline").isRefusedWith("knows Korean alone");
    }
}

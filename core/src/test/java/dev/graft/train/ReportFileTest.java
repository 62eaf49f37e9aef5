package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.testing.Outlines;
import dev.graft.tune.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// `run.json` as it is written, as it once was, and as it should not be.
class ReportFileTest {
    @TempDir
    Path folder;

    /// Options of a run, smaller than the real ones.
    private record Asked(Recipe steps, int epochs, String model) {}

    private static RunReport report(RunKind kind, List<String> classes) {
        Map<String, Integer> examples = Map.of("train", 3);
        return new RunReport(
                kind,
                RunReport.VERSION,
                RunJson.members(new Asked(Recipe.DEFAULT, 10, "graft-nano")),
                Plans.featureExtraction(Outlines.SMALL, 10, 1e-3),
                Map.of("architecture", "small"),
                new DataSummary(
                        classes.isEmpty() ? Kind.TEXT : Kind.IMAGE,
                        "folders",
                        classes,
                        examples,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        null),
                Map.of("graft", "0.1.0"),
                List.of(new RunReport.Epoch(1, 0.5, 0.5, 0.25, 0.75, 1)),
                Optional.of(new RunReport.Best(1, 0.75, 0.25)),
                Optional.empty(),
                1,
                4,
                List.of(),
                null,
                null);
    }

    private static final RunReport TUNED = report(RunKind.FINE_TUNING, List.of("cat", "dog"));

    private ReportFile written(RunReport report, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = RunJson.MAPPER.valueToTree(report);
        change.accept(json);
        return written(json.toString());
    }

    private ReportFile written(String text) throws IOException {
        return new ReportFile(Files.writeString(folder.resolve("run.json"), text));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ReportFile file = written(TUNED, report -> {});
        assertThat(file.report()).isEqualTo(TUNED);
        assertThat(file.recipe(Asked.class)).contains(new Asked(Recipe.DEFAULT, 10, "graft-nano"));
    }

    @Test
    void whatEarlierVersionsWroteIsRead() throws IOException {
        Consumer<ObjectNode> earlier = report -> {
            report.remove(List.of("kind", "version"));
            ((ObjectNode) report.get("data")).remove(List.of("kind", "groups", "understood"));
            ((ObjectNode) report.get("recipe")).remove("epochs");
        };
        assertThat(written(TUNED, earlier).report())
                .usingRecursiveComparison()
                .ignoringFields("recipe")
                .isEqualTo(TUNED);
        assertThat(written(TUNED, earlier).recipe(Asked.class)).contains(new Asked(Recipe.DEFAULT, 0, "graft-nano"));
        RunReport adapted = report(RunKind.ADAPTATION, List.of());
        assertThat(written(adapted, earlier).report())
                .usingRecursiveComparison()
                .ignoringFields("recipe")
                .isEqualTo(adapted);
    }

    /// A program says how steps are taken, or nothing.
    @Test
    void aProgramHasNoOptions() throws IOException {
        assertThat(written(TUNED, report -> report.putNull("recipe")).recipe(Asked.class))
                .isEmpty();
        assertThat(written(TUNED, report -> report.putObject("recipe").putObject("recipe"))
                        .recipe(Asked.class))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "model", "data", "versions"})
    void aMemberThatIsGoneIsNamed(String member) throws IOException {
        ReportFile file = written(TUNED, report -> report.remove(member));
        assertThatThrownBy(file::report)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        folder.resolve("run.json") + ": " + member + ": expected a value, found none; the file is");
    }

    @ParameterizedTest
    @CsvSource({
        "model, recipe.model: expected a value",
        "epochs, recipe.epochs: expected a value",
        "steps, recipe.steps: expected a value"
    })
    void aMemberOfTheRecipeThatIsGoneIsNamed(String member, String said) throws IOException {
        ReportFile file = written(TUNED, report -> ((ObjectNode) report.get("recipe")).remove(member));
        assertThatThrownBy(() -> file.recipe(Asked.class)).hasMessageContaining("run.json: " + said);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'expected what a run leaves, found none'",
        "[1], 'expected what a run leaves, found [1]'",
        "{\"kind, is not JSON",
        "{}, a member is missing",
        "'{\"epochs\": []}', plan: expected a value"
    })
    void whatIsNoReportIsRefused(String text, String said) throws IOException {
        ReportFile file = written(text);
        assertThatThrownBy(file::report)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("run.json") + ": ")
                .hasMessageContaining(said)
                .hasMessageEndingWith("the file is damaged: restore it from a copy, or start a new run");
    }

    @Test
    void aPlanIsReadAsStrictlyAsAPlanFile() throws IOException {
        ReportFile file = written(TUNED, report -> ((ObjectNode) report.get("plan")).put("epochs", 0.5));
        assertThatThrownBy(file::report).hasMessageContaining("plan: plan.epochs: expected a whole number, found 0.5");
    }
}

package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    private static final String WRITTEN = """
            epochs: 10
            optimizer: {type: sgd, momentum: 0.8}
            schedule: {type: warm-up, length: 5%, then: cosine}
            interval: step
            phases:
              - groups:
                  - {name: head, selectors: [fc, "!*.bias"], learning_rate: 1e-3, weight_decay: .01}
              - from_epoch: 3
                patience: 2
                schedule: one-cycle
                resets_optimizer: true
                groups:
                  - {selectors: layer2, learning_rate: 1e-4, decays_vectors: false}
                  - {selectors: fc, learning_rate: 0.002}
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsLeftOutHasADefault() throws IOException {
        Plan read = PlanFile.read(file("my.yaml", WRITTEN));
        Phase first = new Phase(0, List.of(new Group("head", List.of("fc", "!*.bias"), 1e-3, 0.01)));
        Phase second = new Phase(
                        3,
                        List.of(
                                new Group("layer2", List.of("layer2"), 1e-4, 0).withoutVectorDecay(),
                                new Group("fc", List.of("fc"), 2e-3, 0)))
                .withPatience(2)
                .withSchedule(Schedule.oneCycle())
                .withOptimizerReset();
        assertThat(read)
                .isEqualTo(new Plan(
                        "my",
                        10,
                        List.of(first, second),
                        new OptimizerSettings.Sgd(0.8, true),
                        Schedule.cosine().withWarmUp(Span.share(0.05)),
                        Interval.STEP,
                        false));
    }

    @Test
    void thePlanOfOnePhaseNeedsThreeLines() throws IOException {
        Plan read = PlanFile.read(file("short.yml", "epochs: 4\ngroups:\n- {selectors: fc, learning_rate: 1e-3}\n"));
        assertThat(read)
                .isEqualTo(Plan.of(4, new Group("fc", List.of("fc"), 1e-3, 0)).withName("short"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan.yaml", "plan.json"})
    void everyMethodIsWrittenAndReadAsItIs(String name) throws IOException {
        for (Plan plan : MethodsTest.all()) {
            Path file = folder.resolve(name);
            Files.writeString(file, PlanFile.text(plan, file));
            assertThat(PlanFile.read(file)).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "epochs: 10 | epochs: [ | line 3: not YAML: ",
                "epochs: 10 | epoch: 10 | plan.epoch: no such field",
                "then: cosine | then: cosin | plan.schedule.then: expected one of constant, step, ",
                "then: cosine | then: 3 | plan.schedule.then: expected names and values, found 3",
                "type: sgd | type: sdg | plan.optimizer: expected one of sgd, adam, adamw, found 'sdg'; nearest: sgd",
                "length: 5% | length: 5x | plan.schedule.length: span: expected a number of ticks",
                "learning_rate: 1e-4 | learning_rat: 1e-4 | plan.phases[1].groups[0].learning_rat: no such field",
                "learning_rate: 1e-4 | learning_rate: -1 | plan.phases[1].groups[0]: group layer2: learning rate: expected",
                "from_epoch: 3 | from_epoch: 10 | plan: plan: a phase from epoch 10 is past the end; the last of 10",
                "from_epoch: 3 | from_epoch: soon | plan.phases[1].from_epoch: expected a number, found 'soon'",
                "resets_optimizer: true | resets_optimizer: maybe | plan.phases[1].resets_optimizer: expected true or false",
            })
    void whatIsWrongIsSaidInOneLineWithTheFile(String right, String wrong, String message) throws IOException {
        assertThat(WRITTEN).contains(right);
        Path file = file("plan.yaml", WRITTEN.replace(right, wrong));
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": " + message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void anEmptyFileAndNoFileAreNamed() throws IOException {
        Path empty = file("empty.yaml", "");
        assertThatThrownBy(() -> PlanFile.read(empty))
                .hasMessage(empty + ": plan: expected names and values, found nothing");
        Path missing = folder.resolve("no.yaml");
        assertThatThrownBy(() -> PlanFile.read(missing))
                .hasMessage(missing + ": cannot be read as a plan: there is no such file");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

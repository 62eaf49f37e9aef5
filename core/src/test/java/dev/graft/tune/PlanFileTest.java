package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.testing.Outlines;
import dev.graft.torch.Device;
import dev.graft.zoo.Zoo;
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
                        BatchNorms.AS_IS));
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
                "then: cosine | then: 3 | plan.schedule.then: expected names with values, found 3",
                "type: sgd | type: sdg | plan.optimizer: expected one of sgd, adam, adamw, solve, found 'sdg'; nearest: sgd",
                "length: 5% | length: 5x | plan.schedule.length: span: expected a number of ticks",
                "learning_rate: 1e-4 | learning_rat: 1e-4 | plan.phases[1].groups[0].learning_rat: no such field",
                "learning_rate: 1e-4 | learning_rate: -1 | plan.phases[1].groups[0]: group layer2: learning rate: expected",
                "from_epoch: 3 | from_epoch: 10 | plan: a phase from epoch 10 is past the end; the last of 10",
                "from_epoch: 3 | from_epoch: soon | plan.phases[1].from_epoch: expected a whole number, found 'soon'",
                "epochs: 10 | epochs: 10.5 | plan.epochs: expected a whole number, found 10.5",
                "interval: step | interval: batch | plan.interval: expected epoch or step, found \"batch\"",
                "interval: step | groups: [] | plan.groups: expected either groups, for a plan of one phase, or phases",
                "interval: step | epochs: 20 | line 4: 'epochs' occurs twice; remove one of the two",
                "learning_rate: 1e-4, | `` | plan.phases[1].groups[0].learning_rate: missing; it is required",
                "length: 5% | lenght: 5% | plan.schedule.lenght: no such field; nearest: length; there are type, length",
                "schedule: one-cycle | schedule: step | plan.phases[1].schedule.every: missing; a plan file does not know",
                "then: cosine | then: {type: multi-step, milestones: [8, 6]} | plan.schedule.then: milestones: expected rising",
                "[fc, \"!*.bias\"] | [fc | line 7: not YAML: while parsing a flow sequence: expected ',' or ']', but got ",
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

    private static final String PROBED = """
            epochs: 5
            phases:
              - optimizer: solve
                groups: [{selectors: fc}]
              - from_epoch: 1
                groups: [{selectors: layer2, learning_rate: 1e-4}, {selectors: fc, learning_rate: 1e-3}]
            """;

    @Test
    void aPhaseMayHaveAnOptimizerOfItsOwn() throws IOException {
        Plan read = PlanFile.read(file("probed.yaml", PROBED));
        assertThat(read.phases().getFirst().optimizer()).contains(OptimizerSettings.solve());
        assertThat(read.phases().getFirst().groups()).containsExactly(new Group("fc", List.of("fc"), 0, 0));
        assertThat(read.phases().getLast().optimizer()).isEmpty();
        assertThat(read.optimizerOf(read.phases().getLast())).isEqualTo(OptimizerSettings.adamW());
        assertThat(read.resolve(Outlines.SMALL).describe())
                .contains("  optimizer: solved, strength by cross-validation")
                .contains("solved        chosen");
        Path json = folder.resolve("probed.json");
        Files.writeString(json, PlanFile.text(read, json));
        assertThat(PlanFile.read(json)).isEqualTo(read);
        assertThat(PlanFile.read(file(
                                "sgd.yaml",
                                PROBED.replace("optimizer: solve", "optimizer: {type: sgd}")
                                        .replace("{selectors: fc}", "{selectors: fc, learning_rate: 1}")))
                        .phases()
                        .getFirst()
                        .optimizer())
                .contains(new OptimizerSettings.Sgd(0.9, true));
    }

    /// Nothing is said of what is not asked for, so that earlier versions read it.
    @Test
    void aPlanWithOneOptimizerIsWrittenAsEver() throws IOException {
        assertThat(PlanJson.write(PlanFile.read(file("my.yaml", WRITTEN))).split("optimizer\":", -1))
                .hasSize(4); // the plan's, and whether each phase resets it
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{selectors: fc}] | [{selectors: fc}, {selectors: stem}] | expected one group, the head: fc.weight, fc.bias;"
                        + " found 2 with 5 parameters; use adamw, or solve the head in a phase of its own",
                "[{selectors: fc}] | [{selectors: fc.weight}] | expected one group, the head: fc.weight, fc.bias; found 1"
                        + " with 1 parameters; use adamw, or solve the head in a phase of its own",
                "from_epoch: 1 | from_epoch: 2 | expected one epoch, for solving again changes nothing, found 2",
            })
    void aPhaseThatCannotBeSolvedIsRefusedInOneLine(String right, String wrong, String message) throws IOException {
        Plan plan = PlanFile.read(file("plan.yaml", PROBED.replace(right, wrong)));
        assertThatThrownBy(() -> plan.resolve(Outlines.SMALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("phase from epoch 0: optimizer solve: " + message);
    }

    @Test
    void aHeadThatIsMoreThanALinearLayerIsRefused() throws IOException {
        Plan plan =
                PlanFile.read(file("plan.yaml", "epochs: 1\noptimizer: solve\ngroups: [{selectors: classifier}]\n"));
        try (Network squeezenet = Zoo.create("squeezenet1_1", 3, 3, Device.CPU)) {
            assertThatThrownBy(() -> plan.resolve(NetworkOutline.of(squeezenet)))
                    .hasMessage("phase from epoch 0: optimizer solve: expected a head of one linear layer, found that"
                            + " classifier of squeezenet1_1 is more than that; use adamw");
        }
    }

    @Test
    void anOptimizerOfAPhaseThatIsNoneSaysWhere() throws IOException {
        Path file = file("plan.yaml", PROBED.replace("optimizer: solve", "optimizer: solv"));
        assertThatThrownBy(() -> PlanFile.read(file))
                .hasMessageStartingWith(
                        file
                                + ": plan.phases[0].optimizer: expected one of sgd, adam, adamw, solve, found 'solv'; nearest: solve");
    }

    /// A bare name means what `--schedule` makes of it in a run, or a phase, of that length.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step | 1 1 1 1 .1 .1 .1 .1 .01 .01",
                "multi-step | 1 1 1 1 1 1 .1 .1 .01 .01",
                "exponential | 1 .9 .81 .729 .6561",
                "polynomial | 1 .81 .64 .49 .36 .25 .16 .09 .04 .01",
                "warm-restarts | 1 .793893 .345492 .0244717 .904508 .5 .0954915 .975528 .654508 .206107",
                "restarts | 1 .793893 .345492 .0244717 .904508 .5 .0954915 .975528 .654508 .206107",
                "warm-up | 0 1 .969846 .883022",
                "{type: warm-up, length: 1, then: step} | 0 1 1 1 .1 .1 .1 .01 .01 .01",
            })
    void aScheduleByItsNameAlone(String schedule, String rates) throws IOException {
        String group = "groups:\n  - {selectors: fc, learning_rate: 1}\n";
        Plan whole = PlanFile.read(file("whole.yaml", "epochs: 10\nschedule: " + schedule + "\n" + group));
        Plan part = PlanFile.read(file(
                "part.yaml",
                "epochs: 13\nphases:\n- {groups: [{selectors: fc, learning_rate: 1}]}\n- from_epoch: 3\n  schedule: "
                        + schedule + "\n  groups: [{selectors: fc, learning_rate: 1}]\n"));
        String[] expected = rates.split(" ");
        for (int epoch = 0; epoch < expected.length; epoch++) {
            double rate = Double.parseDouble(expected[epoch]);
            assertThat(whole.learningRates(epoch, 1).get("fc"))
                    .as("epoch %d", epoch)
                    .isCloseTo(rate, within(1e-6));
            assertThat(part.learningRates(epoch + 3, 1).get("fc")).isCloseTo(rate, within(1e-6));
        }
    }

    @Test
    void aPlateauByItsNameAloneIsTheCommandLines() throws IOException {
        String text = "epochs: 4\nschedule: plateau\ngroups: [{selectors: fc, learning_rate: 1}]\n";
        assertThat(PlanFile.read(file("short.yaml", text)).schedule())
                .isEqualTo(new Schedule.Plateau(0.1, 2, 1e-4, 0, 0));
    }

    @Test
    void leadingZerosAreNoOctals() throws IOException {
        String text = "epochs: 010\ngroups: [{selectors: fc, learning_rate: 1}]\n";
        assertThat(PlanFile.read(file("short.yaml", text)).epochs()).isEqualTo(10);
    }

    @Test
    void placesInAPlanOfOnePhaseAreTheFiles() throws IOException {
        Path file = file("short.yaml", "epochs: 4\ngroups: [{selectors: fc, learning_rate: -1}]\n");
        assertThatThrownBy(() -> PlanFile.read(file))
                .hasMessage(file + ": plan.groups[0]: group fc: learning rate: expected at least 0, found -1.0");
    }

    @Test
    void anEmptyFileAndNoFileAreNamed() throws IOException {
        Path empty = file("empty.yaml", "");
        assertThatThrownBy(() -> PlanFile.read(empty))
                .hasMessage(empty + ": plan: expected names with values, found nothing");
        Path missing = folder.resolve("no.yaml");
        assertThatThrownBy(() -> PlanFile.read(missing))
                .hasMessage(missing + ": cannot be read as a plan: there is no such file");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

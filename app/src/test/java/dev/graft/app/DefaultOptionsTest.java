package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Augmentation;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import dev.graft.nn.Lora;
import dev.graft.train.Recipe;
import dev.graft.tune.Group;
import dev.graft.tune.Plan;
import dev.graft.tune.PlanFile;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A program that asks for the same gets the same options as the command line, and both are told who decided.
class DefaultOptionsTest {
    private static final Path DATA = Path.of("data");

    @TempDir
    Path folder;

    @Command
    private static final class Asking {
        @Mixin
        private TrainingArguments training = new TrainingArguments();
    }

    private static TrainingOptions commandLine(String... arguments) {
        Asking asking = new Asking();
        Converters.register(new CommandLine(asking))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments);
        return asking.training.request(DATA, Hub.fromEnvironment()).options();
    }

    static Stream<Arguments> lines() {
        TrainingRequest images = TrainingRequest.images(DATA);
        TrainingRequest texts = TrainingRequest.texts(DATA, "graft-nano-ko");
        TrainingRequest random =
                images.withNetwork(NetworkOptions.of("resnet18").withWeights("none"));
        NetworkOptions adapted = images.network().withLora(Lora.of(4).withDropout(0.1));
        return Stream.of(
                Arguments.of("", images),
                Arguments.of(
                        "--strategy last-stage --stages 2",
                        images.with(Choice.STRATEGY, "last-stage").with(Choice.STAGES, "2")),
                Arguments.of("--strategy lora", images.with(Choice.STRATEGY, "lora")),
                Arguments.of(
                        "--strategy lora --lora-rank 4 --lora-dropout 0.1",
                        images.with(Choice.STRATEGY, "lora").withNetwork(adapted)),
                Arguments.of(
                        "--strategy FINE_TUNE --batch 8 --augment strong",
                        images.with(Choice.STRATEGY, "fine-tune")
                                .with(Choice.BATCH, 8)
                                .with(Choice.AUGMENT, Augmentation.STRONG)),
                Arguments.of(
                        "--clip 2 --seed 7",
                        images.withSteps(Recipe.DEFAULT.withClip(2).withSeed(7))),
                Arguments.of("--model resnet18 --weights none --strategy full", random.with(Choice.STRATEGY, "full")),
                Arguments.of(
                        "--model resnet18 --weights none --lr 0.01 --strategy gradual",
                        random.with(Choice.STRATEGY, "gradual").with(Choice.LEARNING_RATE, 0.01)),
                Arguments.of("--model graft-nano-ko", texts),
                Arguments.of("--model graft-nano-ko --strategy fine-tune", texts.with(Choice.STRATEGY, "fine-tune")),
                Arguments.of(
                        "--model graft-nano-ko --strategy lora --epochs 5",
                        texts.with(Choice.STRATEGY, "lora").with(Choice.EPOCHS, 5)),
                Arguments.of(
                        "--model graft-nano-ko --schedule constant --decay-bias-norm --threads 1",
                        texts.with(Choice.SCHEDULE, "constant")
                                .with(Choice.DECAYS_VECTORS, true)
                                .withThreads(1)),
                Arguments.of(
                        "--model graft-nano-ko --weights none --strategy gradual",
                        texts.withNetwork(texts.network().withWeights("none")).with(Choice.STRATEGY, "gradual")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aProgramGetsWhatTheCommandLineGets(String line, TrainingRequest request) {
        assertThat(commandLine(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEqualTo(request.options());
    }

    @Test
    void alsoWithAPlanFile() throws IOException {
        Plan plan = Plan.of(4, new Group("classifier", List.of("classifier"), 1e-3, 0))
                .withName("mine");
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, PlanFile.text(plan, file));
        assertThat(commandLine("--plan", file.toString()))
                .isEqualTo(TrainingRequest.images(DATA).with(Choice.PLAN, plan).options());
        assertThat(DefaultsText.lines(commandLine("--plan", file.toString())))
                .containsExactly("default for images: --batch 32, --clip 0, --augment light");
    }

    @Test
    void whoDecidedIsTold() {
        assertThat(DefaultsText.lines(commandLine("--strategy", "lora", "--augment", "none")))
                .containsExactly(
                        "default for images: --epochs 10, --decay-bias-norm, --warmup 0, --batch 32, --clip 0",
                        "default for lora: --lr 1e-3, --backbone-lr 1e-3, --lora-rank 8");
        assertThat(DefaultsText.lines(commandLine("--model", "graft-nano-ko", "--epochs", "5")))
                .containsExactly(
                        "default for texts: --strategy full, --no-decay-bias-norm, --schedule linear, --warmup 0.1,"
                                + " --batch 16, --clip 1",
                        "default for full: --lr 2e-5, --backbone-lr 2e-5");
    }

    /// What is told can be said: it changes nothing.
    @Test
    void saidDefaultsComeToTheSamePlan() {
        TrainingOptions unsaid = commandLine("--strategy", "gradual");
        String[] said = Stream.concat(
                        Stream.of("--strategy", "gradual"),
                        DefaultsText.lines(unsaid).stream()
                                .flatMap(line ->
                                        Stream.of(line.replaceFirst(".*?: ", "").split(", | "))))
                .toArray(String[]::new);
        TrainingOptions same = commandLine(said);
        assertThat(same.tuning()).isEqualTo(unsaid.tuning());
        assertThat(same.data()).isEqualTo(unsaid.data());
        assertThat(same.steps()).isEqualTo(unsaid.steps());
        assertThat(same.defaults()).isEmpty();
    }
}

package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.task.Score;
import dev.graft.task.Tally;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.EpochResult;
import dev.graft.train.Evaluation;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.train.StopRequest;
import dev.graft.tune.Loss;
import dev.graft.tune.Plans;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A loss and a score that a program brings, from the first step to the model that is kept.
class OwnObjectiveTest {
    private static final int EPOCHS = 4;

    /// How far off the worst answer is.
    private static final Objective OWN = Objective.of(Task.REGRESSION)
            .withLoss(torch::smooth_l1_loss)
            .withScore(
                    Score.lower("worst"),
                    (targets, answers) -> IntStream.range(0, targets.length)
                            .mapToDouble(i -> Math.abs(targets[i][0] - answers[i][0]))
                            .max()
                            .orElseThrow());

    @TempDir
    static Path shared;

    private static Splits<ImageSource> data = Splits.none(Kind.IMAGE, List.of("one", "two"));

    @TempDir
    Path folder;

    /// Photos of a whole surface, of scratches and of stains, and a number for each.
    @BeforeAll
    static void draw() throws IOException {
        Threads.set(1);
        Surfaces.classes(shared, 6);
        StringBuilder table = new StringBuilder("file,damage\n");
        for (String kind : List.of("good", "scratch", "stain")) {
            for (int i = 0; i < 6; i++) {
                double damage = kind.equals("good") ? 0 : kind.equals("stain") ? 3 : 1.5;
                table.append("%s/%02d.png,%s%n".formatted(kind, i, damage + 0.1 * i));
            }
        }
        Path file = Files.writeString(shared.resolve("table.csv"), table);
        data = ImageData.open(file, ImageOptions.defaults().withTask(Task.REGRESSION));
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void aLossThatCannotBeLearnedByIsSaidAndLeavesNoRun() throws IOException {
        Objective numbers = Objective.of(Task.REGRESSION);
        Path run = folder.resolve("run");
        try (Model<ImageSource> model = model()) {
            assertThatThrownBy(() -> tuning(model)
                            .withObjective(numbers.withLoss((outputs, targets) -> outputs))
                            .run(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("loss: expected one number for a batch, found ");
            assertThatThrownBy(() -> tuning(model)
                            .withObjective(numbers.withLoss((outputs, targets) -> targets.mean()))
                            .run(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("loss: expected one that gradients go through");
        }
        assertThat(run).doesNotExist();
    }

    /// No epoch would be better than the first, or than one in the middle that has none.
    @Test
    void aScoreThatIsNoNumberIsRefused() throws IOException {
        Path run = folder.resolve("run");
        try (Model<ImageSource> model = model()) {
            assertThatThrownBy(() -> tuning(model)
                            .withObjective(new Scoreless(Objective.of(Task.REGRESSION)))
                            .run(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("score r2: expected a number that is finite, found NaN");
        }
        assertThat(run).doesNotExist();
    }

    private record Scoreless(Objective usual) implements Objective {
        @Override
        public String name() {
            return "scoreless";
        }

        @Override
        public Task task() {
            return usual.task();
        }

        @Override
        public Loss loss() {
            return usual.loss();
        }

        @Override
        public Tally tally() {
            Tally counted = usual.tally();
            return new Tally() {
                @Override
                public void add(Tensor outputs, List<Tensor> targets) {
                    counted.add(outputs, targets);
                }

                @Override
                public void add(Tally other) {
                    counted.add(other);
                }

                @Override
                public double score() {
                    return Double.NaN;
                }

                @Override
                public Map<String, Double> metrics() {
                    return counted.metrics();
                }
            };
        }

        @Override
        public Score score() {
            return usual.score();
        }

        @Override
        public Tensor answers(Tensor outputs) {
            return usual.answers(outputs);
        }

        @Override
        public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
            return usual.prediction(source, labels, answers, top);
        }
    }

    @Test
    void itsLossIsLearnedByAndItsScoreChooses() throws IOException {
        try (Model<ImageSource> model = model()) {
            Run run = tuning(model).withObjective(OWN).run(folder.resolve("run"));

            double[] off = data.validation().examples().stream()
                    .mapToDouble(example -> off(model, example))
                    .toArray();
            double loss = Arrays.stream(off)
                    .map(one -> one < 1 ? one * one / 2 : one - 0.5)
                    .average()
                    .orElseThrow();
            double worst = Arrays.stream(off).max().orElseThrow();
            EpochResult best = run.best();
            assertThat(best.valLoss()).isCloseTo(loss, within(1e-4));
            assertThat(best.valAccuracy()).isCloseTo(worst, within(1e-4));
            assertThat(best.metrics()).containsKeys("worst", "r2");
            Evaluation again = model.evaluate(data.validation(), model.input(), OWN);
            assertThat(again.loss()).isCloseTo(loss, within(1e-4));
            assertThat(again.metrics().get("worst")).isCloseTo(worst, within(1e-4));

            List<EpochResult> epochs = run.history().epochs();
            assertThat(epochs)
                    .hasSize(EPOCHS)
                    .allMatch(epoch -> epoch.valAccuracy() >= best.valAccuracy())
                    .anyMatch(epoch -> epoch.valAccuracy() > best.valAccuracy());
            JsonNode report =
                    RunJson.MAPPER.readTree(folder.resolve("run/run.json").toFile());
            assertThat(report.at("/best/epoch").asInt()).isEqualTo(best.epoch());
            assertThat(report.at("/model/objective").asString()).isEqualTo("regression, own loss, score worst");
            assertThat(report.at("/recipe/recipe/task").asString()).isEqualTo("regression");
        }
    }

    @Test
    void aRunThatGoesOnEndsInTheSameBytes() throws IOException {
        try (Model<ImageSource> model = model()) {
            tuning(model).withObjective(OWN).run(folder.resolve("whole"));
        }
        Path stopped = folder.resolve("stopped");
        try (Model<ImageSource> model = model()) {
            StopRequest stop = new StopRequest();
            tuning(model)
                    .withObjective(OWN)
                    .withStopRequest(stop)
                    .withStepHook((epoch, step, network) -> {
                        if (epoch == 2) {
                            stop.ask();
                        }
                    })
                    .run(stopped);
        }
        try (Model<ImageSource> model = model()) {
            assertThatThrownBy(() -> tuning(model).resume(stopped))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(stopped + ": expected the objective that this run was started with, 'regression, own"
                            + " loss, score worst', found 'regression'; give that one, or start a new run");
            Run rest = tuning(model).withObjective(OWN).resume(stopped);
            assertThat(rest.history().epochs()).hasSize(EPOCHS);
        }
        assertThat(Runs.bytes(stopped)).isEqualTo(Runs.bytes(folder.resolve("whole")));
    }

    @Test
    void aRunOfAnEarlierVersionSaysNothingOfItsObjective() throws IOException {
        Path run = folder.resolve("run");
        try (Model<ImageSource> model = model()) {
            tuning(model).run(run);
        }
        Path report = run.resolve("run.json");
        String written = Files.readString(report);
        String earlier = written.replace("    \"objective\" : \"regression\",\n", "");
        assertThat(earlier).isNotEqualTo(written);
        Files.writeString(report, earlier);
        try (Model<ImageSource> model = model()) {
            assertThat(tuning(model).resume(run).history().epochs()).hasSize(EPOCHS);
        }
        Files.writeString(report, earlier);
        try (Model<ImageSource> model = model()) {
            FineTuning<ImageSource> own = tuning(model).withObjective(OWN);
            assertThatThrownBy(() -> own.resume(run)).hasMessageContaining("started with, 'regression', found");
        }
    }

    @Test
    void whatIsTriedOutBeforeUsesItsLoss() {
        AtomicInteger asked = new AtomicInteger();
        Objective counting = OWN.withLoss((outputs, targets) -> {
            asked.incrementAndGet();
            return torch.l1_loss(outputs, targets);
        });
        try (Model<ImageSource> model = model()) {
            FineTuning<ImageSource> tuning = tuning(model).withObjective(counting);
            assertThat(tuning.withRecipe(Recipe.DEFAULT.withSeed(7)).recipe().objective())
                    .isEqualTo(counting);
            tuning.findLearningRate(new LearningRateFinder.Range(1e-6, 1e-3, 20));
            assertThat(asked).hasValueGreaterThanOrEqualTo(20);
            asked.set(0);
            assertThat(tuning.estimate().seconds()).isPositive();
            assertThat(asked).hasPositiveValue();
        }
    }

    @Test
    void anObjectiveOfAnotherTaskIsRefused() {
        Objective labels = Objective.of(Task.MULTI_LABEL_CLASSIFICATION).withName("labels of mine");
        try (Model<ImageSource> model = model()) {
            FineTuning<ImageSource> tuning = tuning(model);
            assertThatThrownBy(() -> tuning.withObjective(labels))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("fine-tuning: expected an objective for regression, found 'labels of mine' for"
                            + " multi_label_classification");
            assertThatThrownBy(() -> model.evaluate(data.validation(), model.input(), labels))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("evaluate: expected an objective for regression, found 'labels of mine' for"
                            + " multi_label_classification");
        }
    }

    /// How far a model's answer is from what it should be.
    private static double off(Model<ImageSource> model, Example<ImageSource> example) {
        double answer = model.predict(example.input()).values().getOrDefault("damage", Double.NaN);
        return example.target() instanceof Target.Values(List<Double> values)
                ? Math.abs(answer - values.getFirst())
                : Double.NaN;
    }

    private static Model<ImageSource> model() {
        ModelChoice choice = ModelChoice.of("graft-nano").withSize(32).withResize(32);
        return Models.start(choice, data, Device.CPU, Hub.fromEnvironment());
    }

    private static FineTuning<ImageSource> tuning(Model<ImageSource> model) {
        return FineTuning.of(model, data, Plans.featureExtraction(model.outline(), EPOCHS, 0.01))
                .withBatch(4);
    }
}

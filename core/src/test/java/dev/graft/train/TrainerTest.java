package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.task.Score;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Group;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Recipe RECIPE = Recipe.DEFAULT;

    @BeforeAll
    static void oneThread() {
        Threads.set(1); // a toy's tensors are too small to share among threads
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    private static History fit(Network network, Plan plan, Recipe recipe) {
        return new Trainer(network, plan, recipe, Toy.Points.training(), Toy.Points.validation()).fit();
    }

    @Test
    void learnsAndEndsWithTheBestWeights() {
        try (Network network = Toy.network(1)) {
            History history = fit(network, Toy.everything(20, 0.01), RECIPE);
            assertThat(history.epochs()).hasSize(20);
            assertThat(history.stopReason()).contains(StopReason.COMPLETED);
            double best = history.best().orElseThrow().valAccuracy();
            assertThat(best).isGreaterThan(0.88);
            Evaluation again = new Evaluator(network).evaluate(Toy.Points.validation());
            assertThat(again.accuracy()).isEqualTo(best);
            assertThat(again.loss()).isEqualTo(history.best().orElseThrow().valLoss());
        }
    }

    @Test
    void nothingToLearnFromOrToValidateWithIsRefused() {
        Toy.Points none = new Toy.Points(0, 16, 1, true, 0);
        try (Network network = Toy.network(1)) {
            Trainer unjudged = new Trainer(network, Toy.everything(1, 0.01), RECIPE, Toy.Points.training(), none);
            assertThatThrownBy(unjudged::fit)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("training: expected examples to validate with, found none");
            Trainer idle = new Trainer(network, Toy.everything(1, 0.01), RECIPE, none, Toy.Points.validation());
            assertThatThrownBy(idle::fit).hasMessage("training: expected examples to train on, found none");
        }
    }

    @Test
    void reportsEpochsInTheAgreedLine() {
        List<String> lines = new ArrayList<>();
        try (Network network = Toy.network(1)) {
            new Trainer(network, Toy.everything(2, 0.01), RECIPE, Toy.Points.training(), Toy.Points.validation())
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.EpochDone done) {
                            lines.add(done.line());
                        }
                    })
                    .fit();
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .matches("\\[Epoch 01/02\\] Train Loss: \\d\\.\\d{4} \\| Train Acc: 0\\.\\d{4}"
                        + " \\| Val Loss: \\d\\.\\d{4} \\| Val Acc: 0\\.\\d{4}");
    }

    @Test
    void whatIsInNoGroupKeepsEveryByte() {
        try (Network network = Toy.network(1)) {
            byte[] stem = Toy.bytes(network, "stem"); // with BatchNorm statistics
            byte[] middle = Toy.bytes(network, "middle");
            byte[] head = Toy.bytes(network, "head");
            fit(
                    network,
                    Plans.featureExtraction(NetworkOutline.of(network), 3, 0.01).withWeightDecay(0.1),
                    RECIPE);
            assertThat(Toy.bytes(network, "stem")).isEqualTo(stem);
            assertThat(Toy.bytes(network, "middle")).isEqualTo(middle);
            assertThat(Toy.bytes(network, "head")).isNotEqualTo(head);
        }
    }

    @Test
    void trainedBatchNormsOfFrozenStagesMoveTheirStatisticsAndNothingElse() {
        try (Network network = Toy.network(1)) {
            Map<String, byte[]> before = bytesOf(network);
            fit(
                    network,
                    Plans.featureExtraction(NetworkOutline.of(network), 3, 0.01)
                            .withBatchNorms(BatchNorms.TRAIN_FROZEN),
                    RECIPE);
            bytesOf(network).forEach((name, bytes) -> {
                boolean moves = name.startsWith("head") || name.contains("running") || name.contains("batches");
                assertThat(Arrays.equals(bytes, before.get(name)))
                        .as(name + " is as before")
                        .isEqualTo(!moves);
            });
        }
    }

    @Test
    void whatIsFrozenAgainDoesNotMove() {
        Group stem = new Group("stem", List.of("stem"), 0.01, 0.1);
        Group head = new Group("head", List.of("head"), 0.01, 0.1);
        Plan thenFrozen =
                Plan.of(4, head).withPhases(List.of(new Phase(0, List.of(stem, head)), new Phase(2, List.of(head))));
        List<byte[]> stems = new ArrayList<>();
        try (Network network = Toy.network(1)) {
            stems.add(Toy.bytes(network, "stem"));
            new Trainer(network, thenFrozen, RECIPE, Toy.Points.training(), Toy.Points.validation())
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.BatchDone done && done.training()) {
                            stems.add(Toy.bytes(network, "stem"));
                        }
                    })
                    .fit();
        }
        assertThat(stems.get(24)).isNotEqualTo(stems.getFirst()); // the last of two epochs of twelve batches
        assertThat(stems.subList(24, stems.size())).hasSize(25).allMatch(now -> Arrays.equals(now, stems.get(24)));
    }

    private static Map<String, byte[]> bytesOf(Network network) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        network.params().entries().forEach(entry -> bytes.put(entry.name(), Tensors.bytes(entry.tensor())));
        return bytes;
    }

    @Test
    void aTrainedBatchNormMovesItsStatistics() {
        try (Network network = Toy.network(1)) {
            byte[] mean = Tensors.bytes(network.params().get("stem.bn.running_mean"));
            fit(network, Toy.everything(1, 0.01), RECIPE);
            assertThat(Tensors.bytes(network.params().get("stem.bn.running_mean")))
                    .isNotEqualTo(mean);
        }
    }

    @Test
    void aListenerOfLinesMarksTheBestEpochs() {
        List<String> lines = new ArrayList<>();
        TrainingListener listener = TrainingListener.lines(lines::add);
        Score score = Score.higher("accuracy");
        EpochResult first = new EpochResult(1, 0.5, 0.75, 0.25, 0.875, Map.of(), Map.of());
        EpochResult second = new EpochResult(2, 0.5, 0.75, 0.25, 0.5, Map.of(), Map.of());
        listener.on(new TrainingEvent.Started(1, 2, 8, 8, History.none(score)));
        listener.on(new TrainingEvent.EpochDone(first, score, true, 2, 1));
        listener.on(new TrainingEvent.EpochDone(second, score, false, 2, 1));
        assertThat(lines).containsExactly(first.line(score, 2) + "  * best", second.line(score, 2));
    }

    @Test
    void aStageThatJoinsLaterIsFrozenUntilThen() {
        Plan gradual = Toy.everything(4, 0.01)
                .withPhases(List.of(
                        new Phase(0, List.of(new Group("head", List.of("head"), 0.01, 0))),
                        new Phase(
                                2,
                                List.of(
                                        new Group("middle", List.of("middle"), 0.001, 0),
                                        new Group("head", List.of("head"), 0.01, 0)))));
        List<Long> trainable = new ArrayList<>();
        List<byte[]> middle = new ArrayList<>();
        try (Network network = Toy.network(1)) {
            middle.add(Toy.bytes(network, "middle"));
            new Trainer(network, gradual, RECIPE, Toy.Points.training(), Toy.Points.validation())
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.PhaseEntered entered) {
                            trainable.add(entered.trainable());
                            middle.add(Toy.bytes(network, "middle"));
                        }
                    })
                    .fit();
            assertThat(trainable).containsExactly(66L, 66L + 32 * 32 + 32);
            assertThat(middle.get(2)).isEqualTo(middle.get(0));
        }
    }

    @Test
    void theSeedDecidesEverything() {
        try (Network first = Toy.network(1);
                Network second = Toy.network(1);
                Network other = Toy.network(1)) {
            History one = fit(first, Toy.everything(3, 0.01), RECIPE);
            assertThat(fit(second, Toy.everything(3, 0.01), RECIPE)).isEqualTo(one);
            assertThat(fit(other, Toy.everything(3, 0.01), RECIPE.withSeed(7))).isNotEqualTo(one); // other dropout
        }
    }

    @Test
    void accumulatedBatchesMakeTheStepOfOneLargeBatch() {
        Plan plan =
                Plan.of(2, new Group("head", List.of("head"), 0.05, 0)); // BatchNorm frozen: batches do not interact
        try (Network large = Toy.network(1);
                Network small = Toy.network(1)) {
            var whole = new Toy.Points(192, 32, 1, true, 0);
            var halves = new Toy.Points(192, 16, 1, true, 0);
            new Trainer(large, plan, RECIPE, whole, Toy.Points.validation()).fit();
            new Trainer(small, plan, RECIPE.withAccumulation(2), halves, Toy.Points.validation()).fit();
            float[] expected = Tensors.floats(large.params().get("head.weight"));
            float[] found = Tensors.floats(small.params().get("head.weight"));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void stopsWhenPatienceRunsOut() {
        try (Network network = Toy.network(1)) {
            var noise = new Toy.Points(64, 32, 5, false, 0.5);
            History history = new Trainer(
                            network, Toy.everything(50, 0.01), RECIPE.withPatience(3), Toy.Points.training(), noise)
                    .fit();
            assertThat(history.stopReason()).contains(StopReason.EARLY_STOPPED);
            assertThat(history.epochsWithoutImprovement()).isEqualTo(3);
            assertThat(history.epochs().size()).isLessThan(50);
        }
    }

    @Test
    void aLossThatIsNotFiniteKeepsTheLastGoodModel() {
        try (Network network = Toy.network(1)) {
            List<TrainingEvent.Stopped> stopped = new ArrayList<>();
            History history = new Trainer(
                            network, Toy.everything(5, 0.01), RECIPE, new Spoilt(2), Toy.Points.validation())
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.Stopped stop) {
                            stopped.add(stop);
                        }
                    })
                    .fit();
            assertThat(history.stopReason()).contains(StopReason.NOT_FINITE);
            assertThat(history.epochs()).hasSize(2);
            assertThat(stopped.getFirst().detail())
                    .contains("NaN")
                    .contains("epoch 3")
                    .contains("learning rate");
            assertThat(new Evaluator(network).evaluate(Toy.Points.validation()).accuracy())
                    .isEqualTo(history.best().orElseThrow().valAccuracy());
        }
    }

    /// A loss may look well where what is to be saved does not.
    @Test
    void aTensorThatIsNotFiniteKeepsTheLastGoodModel() {
        try (Network network = Toy.network(1)) {
            List<TrainingEvent.Stopped> stopped = new ArrayList<>();
            History history = new Trainer(
                            network, Toy.everything(5, 0.01), RECIPE, Toy.Points.training(), Toy.Points.validation())
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.BatchDone done && done.training() && done.epoch() == 3) {
                            network.params()
                                    .get("stem.bn.running_var")
                                    .fill_(new org.bytedeco.pytorch.Scalar(Double.POSITIVE_INFINITY));
                        } else if (event instanceof TrainingEvent.Stopped stop) {
                            stopped.add(stop);
                        }
                    })
                    .fit();
            assertThat(history.stopReason()).contains(StopReason.NOT_FINITE);
            assertThat(history.epochs()).hasSize(2);
            assertThat(stopped.getFirst().detail())
                    .contains("stem.bn.running_var contains a value that is not finite after epoch 3");
            assertThat(new Evaluator(network).evaluate(Toy.Points.validation()).accuracy())
                    .isEqualTo(history.best().orElseThrow().valAccuracy());
        }
    }

    @Test
    void aLossThatIsNeverFiniteIsTheCallersMistake() {
        try (Network network = Toy.network(1)) {
            Trainer trainer =
                    new Trainer(network, Toy.everything(5, 0.01), RECIPE, new Spoilt(0), Toy.Points.validation());
            assertThatThrownBy(trainer::fit)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("epoch 1 at optimizer step 1")
                    .hasMessageContaining("lower the learning rate");
        }
    }

    @Test
    void memoryStaysFlatOverTwoThousandSteps() throws IOException {
        try (Network network = Toy.network(1)) {
            var many = new Toy.Points(16 * 500, 16, 1, true, 0);
            fitOn(network, many, 1);
            long before = residentBytes();
            fitOn(network, many, 4);
            assertThat(residentBytes() - before).isLessThan(50L << 20);
        }
    }

    @Test
    void halfPrecisionWithScalingNeedsAGpu() {
        try (Network network = Toy.network(1)) {
            assertThatThrownBy(() -> fit(network, Toy.everything(1, 0.01), RECIPE.withPrecision(Precision.FP16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fp16 needs a GPU");
        }
    }

    @Test
    void bfloat16AlsoLearns() {
        try (Network network = Toy.network(1)) {
            History history = fit(network, Toy.everything(15, 0.01), RECIPE.withPrecision(Precision.BF16));
            assertThat(history.best().orElseThrow().valAccuracy()).isGreaterThan(0.85);
        }
    }

    private static void fitOn(Network network, BatchSource source, int epochs) {
        Plan plan = Plan.of(epochs, new Group("all", List.of("stem", "middle", "head"), 0.001, 0))
                .withOptimizer(OptimizerSettings.sgd(0.9));
        Recipe recipe = RECIPE.withClip(1).withLabelSmoothing(0.1).withAveraging(new Averaging.Ema(0.99, true));
        new Trainer(network, plan, recipe, source, Toy.Points.validation()).fit();
    }

    private static long residentBytes() throws IOException {
        System.gc();
        Optional<String> line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(text -> text.startsWith("VmRSS"))
                .findFirst();
        return Long.parseLong(line.orElseThrow().replaceAll("\\D", "")) * 1024;
    }

    /// Training data in which an epoch's first batch is not a number.
    private record Spoilt(int spoiltEpoch) implements BatchSource {
        @Override
        public int examples() {
            return Toy.Points.training().examples();
        }

        @Override
        public int batches() {
            return Toy.Points.training().batches();
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            BatchCursor cursor = Toy.Points.training().open(epoch, from);
            return new BatchCursor() {
                @Override
                public @Nullable Batch next() {
                    Batch batch = cursor.next();
                    if (batch != null && epoch == spoiltEpoch) {
                        batch.inputs().getFirst().div_(new org.bytedeco.pytorch.Scalar(0.0));
                    }
                    return batch;
                }

                @Override
                public void close() {
                    cursor.close();
                }
            };
        }
    }
}

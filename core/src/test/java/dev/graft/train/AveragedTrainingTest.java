package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.tune.Group;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An averaged model is what is validated, kept and resumed, and training does not notice it.
class AveragedTrainingTest {
    private static final Recipe RECIPE = Recipe.DEFAULT;
    private static final Group HEAD = new Group("head", List.of("head"), 0.01, 0);

    @BeforeAll
    static void oneThread() {
        Threads.set(1);
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    static Stream<Averaging> averagings() {
        return Stream.of(
                new Averaging.Ema(0.9, false),
                new Averaging.Ema(0.999, true),
                new Averaging.Swa(0),
                new Averaging.Swa(3));
    }

    /// The head alone, then all of it, then all but the stem.
    private static Plan phases() {
        Group stem = new Group("stem", List.of("stem"), 0.005, 0.01);
        Group middle = new Group("middle", List.of("middle"), 0.005, 0.01);
        return Plan.of(5, HEAD)
                .withPhases(List.of(
                        new Phase(0, List.of(HEAD)),
                        new Phase(1, List.of(stem, middle, HEAD)),
                        new Phase(4, List.of(middle, HEAD))));
    }

    @ParameterizedTest
    @MethodSource("averagings")
    void trainingGoesOnWithTheLiveWeights(Averaging averaging) {
        try (Network plain = Toy.network(1);
                Network averaged = Toy.network(1)) {
            List<EpochResult> expected = trainer(plain, Averaging.NONE).fit().epochs();
            List<EpochResult> found = trainer(averaged, averaging).fit().epochs();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i).trainLoss()).isEqualTo(expected.get(i).trainLoss());
            }
            assertThat(found).isNotEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("averagings")
    void theBestAverageIsWhatIsLeftAndSaved(Averaging averaging, @TempDir Path folder) {
        RunFolder run = RunFolder.create(folder.resolve("run"));
        try (Network network = Toy.network(1)) {
            EpochResult best =
                    trainer(network, averaging).withFolder(run).fit().best().orElseThrow();
            Evaluation again = new Evaluator(network).evaluate(Toy.Points.validation());
            assertThat(again.accuracy()).isEqualTo(best.valAccuracy());
            assertThat(again.loss()).isEqualTo(best.valLoss());
            Map<String, byte[]> left = new LinkedHashMap<>();
            network.params().entries().forEach(entry -> left.put(entry.name(), Tensors.bytes(entry.tensor())));
            assertSame(tensors(SavedModel.weights(run.model())), left);
        }
    }

    @Test
    void beforeItsFirstEpochTheAverageIsNotThere() {
        try (Network plain = Toy.network(1);
                Network averaged = Toy.network(1)) {
            List<EpochResult> expected = trainer(plain, Averaging.NONE).fit().epochs();
            List<EpochResult> found =
                    trainer(averaged, new Averaging.Swa(3)).fit().epochs();
            assertThat(found.subList(0, 3)).isEqualTo(expected.subList(0, 3));
            assertThat(found.get(4)).isNotEqualTo(expected.get(4));
        }
    }

    @ParameterizedTest
    @MethodSource("averagings")
    void whatNeverTrainsKeepsEveryByte(Averaging averaging) {
        try (Network network = Toy.network(1)) {
            negativeZeros(network, "stem"); // an average of -0.0 with itself is 0.0
            byte[] stem = Toy.bytes(network, "stem"); // with BatchNorm statistics
            byte[] middle = Toy.bytes(network, "middle");
            byte[] head = Toy.bytes(network, "head");
            new Trainer(network, Plan.of(5, HEAD), recipe(averaging), Toy.Points.training(), Toy.Points.validation())
                    .fit();
            assertThat(Toy.bytes(network, "stem")).isEqualTo(stem);
            assertThat(Toy.bytes(network, "middle")).isEqualTo(middle);
            assertThat(Toy.bytes(network, "head")).isNotEqualTo(head);
        }
    }

    @Test
    void statisticsThatAreMeasuredCountTheBatchesOfOneEpoch() {
        try (Network network = Toy.network(1)) {
            Plan plan = Plan.of(1, new Group("all", List.of("stem", "middle", "head"), 0.01, 0));
            new Trainer(network, plan, recipe(new Averaging.Swa(0)), Toy.Points.training(), Toy.Points.validation())
                    .fit();
            assertThat(Tensors.longs(network.params().get("stem.bn.num_batches_tracked")))
                    .containsExactly(Toy.Points.training().batches());
        }
    }

    @ParameterizedTest
    @MethodSource("averagings")
    void resumesToTheSameBytes(Averaging averaging, @TempDir Path folder) throws IOException {
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        try (Network network = Toy.network(1)) {
            trainer(network, averaging).withFolder(whole).fit();
        }
        for (int crashInEpoch = 2; crashInEpoch <= 5; crashInEpoch++) {
            for (boolean inTraining : List.of(true, false)) {
                RunFolder broken = RunFolder.create(folder.resolve("broken" + crashInEpoch + inTraining));
                interrupt(averaging, broken, crashInEpoch, inTraining);
                try (Network network = Toy.network(99)) { // whatever is in it is replaced
                    trainer(network, averaging).withFolder(broken).fit();
                }
                for (String file : List.of("metrics.jsonl", "model/model.safetensors")) {
                    assertThat(Files.readAllBytes(broken.root().resolve(file)))
                            .as(file + " after a crash in epoch " + crashInEpoch)
                            .isEqualTo(Files.readAllBytes(whole.root().resolve(file)));
                }
                assertSame(tensors(broken.checkpointFile()), tensors(whole.checkpointFile()));
            }
        }
    }

    @Test
    void anAverageThatWouldNeverBeginIsRefused() {
        try (Network network = Toy.network(1)) {
            assertThatThrownBy(() -> trainer(network, new Averaging.Swa(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("averaging: expected a first epoch below the plan's 5, found 5 (counted from 0)");
        }
    }

    private static void interrupt(Averaging averaging, RunFolder run, int epoch, boolean inTraining) {
        try (Network network = Toy.network(1)) {
            assertThatThrownBy(() -> trainer(network, averaging)
                            .withFolder(run)
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done
                                        && done.epoch() == epoch
                                        && done.training() == inTraining
                                        && done.batch() == 2) {
                                    throw new IllegalStateException("power cut");
                                }
                            })
                            .fit())
                    .hasMessage("power cut");
        }
    }

    private static void negativeZeros(Network network, String stage) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamStore.Entry entry : network.params().entries()) {
                if (entry.stage().equals(stage) && entry.name().endsWith("bias")) {
                    entry.tensor().fill_(new Scalar(-0.0));
                }
            }
        }
    }

    private static Trainer trainer(Network network, Averaging averaging) {
        return new Trainer(network, phases(), recipe(averaging), Toy.Points.training(), Toy.Points.validation());
    }

    private static Recipe recipe(Averaging averaging) {
        return RECIPE.withAveraging(averaging);
    }

    private static Map<String, byte[]> tensors(Path file) {
        try (StateDict read = WeightsFile.read(file)) {
            Map<String, byte[]> found = new LinkedHashMap<>();
            read.tensors().forEach((name, tensor) -> found.put(name, Tensors.bytes(tensor)));
            return found;
        }
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }
}

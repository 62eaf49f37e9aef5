package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import dev.graft.data.Task;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.nn.StageModes;
import dev.graft.task.Objective;
import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.tune.Group;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.solve.HeadExamples;
import dev.graft.tune.solve.HeadLoss;
import dev.graft.tune.solve.HeadSolution;
import dev.graft.tune.solve.HeadSolver;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An epoch in which the head is solved, in a training of a network that fits into a moment.
class SolvedHeadTest {
    private static final int ROWS = 60;
    private static final int[] FOLDS = new int[ROWS];

    static {
        Arrays.setAll(FOLDS, i -> i / 3 % PlainExamples.FOLDS);
    }

    @BeforeAll
    static void oneThread() {
        Threads.set(1); // a toy's tensors are too small to share among threads
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    /// Noise around a centre, and what is said of it for each task, by the number of the row.
    ///
    /// @param shuffled a new order each epoch
    /// @param views    of each row; 0 for a new one each epoch
    private record Rows(Task task, boolean shuffled, int views) implements IndexedSource {
        static Rows plain(Task task) {
            return new Rows(task, false, 1);
        }

        @Override
        public int examples() {
            return ROWS;
        }

        @Override
        public int size() {
            return ROWS;
        }

        @Override
        public int batches() {
            return Math.ceilDiv(ROWS, batchSize());
        }

        @Override
        public int batchSize() {
            return 7;
        }

        @Override
        public int[] order(int epoch) {
            int[] order = new int[ROWS];
            Arrays.setAll(order, i -> shuffled ? (i * 7 + epoch) % ROWS : i);
            return order;
        }

        @Override
        public OptionalInt distinctViews() {
            return views == 0 ? OptionalInt.empty() : OptionalInt.of(views);
        }

        @Override
        public String fingerprint() {
            return toString();
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            int[] order = order(epoch);
            return new BatchCursor() {
                private int next = from;

                @Override
                public @Nullable Batch next() {
                    if (next == batches()) {
                        return null;
                    }
                    int first = next++ * batchSize();
                    int[] rows = Arrays.copyOfRange(order, first, Math.min(ROWS, first + batchSize()));
                    return new Batch(List.of(inputs(rows, views == 1 ? 0 : epoch)), targets(rows));
                }

                @Override
                public void close() {}
            };
        }

        private static Tensor inputs(int[] rows, int view) {
            float[] x = new float[rows.length * Toy.FEATURES];
            for (int i = 0; i < rows.length; i++) {
                Random random = new Random(Rng.mix(3, rows[i], view));
                for (int f = 0; f < Toy.FEATURES; f++) {
                    x[i * Toy.FEATURES + f] = (float) random.nextGaussian() + (rows[i] % 2 == f % 2 ? 0.8f : 0);
                }
            }
            return Tensors.of(x, rows.length, Toy.FEATURES);
        }

        private Tensor targets(int[] rows) {
            if (task == Task.SINGLE_LABEL_CLASSIFICATION) {
                return Tensors.of(Arrays.stream(rows).mapToLong(row -> row % 2).toArray(), rows.length);
            }
            float[] y = new float[rows.length * 2];
            for (int i = 0; i < rows.length; i++) {
                boolean numbers = task == Task.REGRESSION;
                y[i * 2] = numbers ? 5 + rows[i] % 2 + rows[i] / 100f : rows[i] % 2;
                y[i * 2 + 1] = numbers ? -rows[i] / 10f : rows[i] % 3 == 0 ? 1 : 0;
            }
            return Tensors.of(y, rows.length, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Task.class, names = "MASKED_LANGUAGE_MODELING", mode = EnumSource.Mode.EXCLUDE)
    void theHeadIsThatOfTheSolverOnTheSameFeatures(Task task) {
        Recipe recipe = Recipe.DEFAULT.withObjective(Objective.of(task));
        HeadLoss loss = switch (task) {
            case MULTI_LABEL_CLASSIFICATION -> HeadLoss.BINARY_CROSS_ENTROPY;
            case REGRESSION -> HeadLoss.SQUARED_ERROR;
            default -> HeadLoss.CROSS_ENTROPY;
        };
        requireSame(recipe, HeadSolver.of(loss, 2), task);
    }

    @Test
    void classesCountAsTheRecipeSays() {
        List<Double> weights = List.of(0.5, 3.0);
        requireSame(
                Recipe.DEFAULT.withClassWeights(weights),
                new HeadSolver(HeadLoss.CROSS_ENTROPY, 2, weights),
                Task.SINGLE_LABEL_CLASSIFICATION);
    }

    private static void requireSame(Recipe recipe, HeadSolver solver, Task task) {
        Rows rows = Rows.plain(task);
        try (Network network = Toy.network(1);
                Scope scope = Scope.open()) {
            byte[] stem = Toy.bytes(network, "stem");
            byte[] middle = Toy.bytes(network, "middle");
            HeadExamples examples = HeadExamples.of(entering(network, rows), rows.targets(rows.order(0)), FOLDS);
            EpochResult result = trainer(network, solved(network), recipe, new Rows(task, true, 0))
                    .fit()
                    .epochs()
                    .getFirst();
            try (HeadSolution expected = solver.solve(examples)) {
                assertThat(Tensors.floats(network.params().get("head.weight")))
                        .containsExactly(Tensors.floats(expected.weight()), within(1e-5f));
                assertThat(Tensors.floats(network.params().get("head.bias")))
                        .containsExactly(Tensors.floats(expected.bias()), within(1e-5f));
                assertThat(result.solved()).isNotNull();
                assertThat(Objects.requireNonNull(result.solved()).strength())
                        .isEqualTo(expected.facts().strength());
            }
            assertThat(Objects.requireNonNull(result.solved()).folds()).isEqualTo(PlainExamples.FOLDS);
            assertThat(result.learningRates()).isEmpty();
            assertThat(result.solvedLine().orElseThrow())
                    .matches("Head solved: strength \\S+, cross-validated loss \\d+\\.\\d{4} \\(5 folds\\).*");
            assertThat(Toy.bytes(network, "stem")).isEqualTo(stem);
            assertThat(Toy.bytes(network, "middle")).isEqualTo(middle);
            if (recipe.classWeights().isEmpty()) { // they weigh in training only
                assertThat(result.trainLoss()).isCloseTo(result.valLoss(), within(1e-4));
                assertThat(result.trainAccuracy()).isCloseTo(result.valAccuracy(), within(1e-4));
            }
        }
    }

    /// What enters the head of all rows, as the network is asked.
    private static Tensor entering(Network network, Rows rows) {
        try (NoGradGuard guard = new NoGradGuard();
                BatchCursor cursor = rows.open(0)) {
            List<Tensor> entered = new ArrayList<>();
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                entered.add(network.run(0, 2, batch.inputs().getFirst(), List.of(), StageModes.EVALUATION));
            }
            return torch.cat(new TensorVector(entered.toArray(Tensor[]::new)), 0);
        }
    }

    private static Plan solved(Network network) {
        return Plans.solvedHead(NetworkOutline.of(network));
    }

    private static Trainer trainer(Network network, Plan plan, Recipe recipe, Rows training) {
        Rows plain = Rows.plain(training.task());
        return new Trainer(network, plan, recipe, training, plain)
                .withPlainExamples(new PlainExamples(plain, FOLDS, training.views() > 1 ? training.views() : 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void randomViewsAreLearnedFromBesideTheExamplesThemselves(int views) {
        try (Network network = Toy.network(1)) {
            List<TrainingEvent.BatchDone> batches = new ArrayList<>();
            HeadSolution.Facts facts = trainer(
                            network,
                            solved(network),
                            Recipe.DEFAULT,
                            new Rows(Task.SINGLE_LABEL_CLASSIFICATION, true, views))
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.BatchDone done && done.training()) {
                            batches.add(done);
                        }
                    })
                    .fit()
                    .epochs()
                    .getFirst()
                    .solved();
            assertThat(facts).isNotNull();
            int expected = views > 1 ? views + 1 : 1;
            assertThat(Objects.requireNonNull(facts).views()).isEqualTo(expected);
            assertThat(batches).hasSize(expected * 9);
            assertThat(batches.getLast().batch()).isEqualTo(batches.getLast().batches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"graft-nano", "mobilenet_v2", "tf_efficientnet_lite0"})
    void networksForImagesHaveHeadsThatAreSolved(String name) {
        try (Network network = Zoo.create(name, 3, 3, Device.CPU)) {
            network.params().initialize(1);
            EpochResult result = new Trainer(
                            network,
                            solved(network),
                            Recipe.DEFAULT,
                            Numbered.training(12, 32),
                            Numbered.validation(6, 32))
                    .fit()
                    .epochs()
                    .getFirst();
            assertThat(result.solvedLine()).isPresent();
            assertThat(result.trainLoss()).isLessThan(1.0); // guessing is ln 3
        }
    }

    @Test
    void aSourceThatKnowsNothingOfFoldsIsSolvedWithoutThem() {
        try (Network network = Toy.network(1)) {
            EpochResult result = new Trainer(
                            network, solved(network), Recipe.DEFAULT, Toy.Points.training(), Toy.Points.validation())
                    .fit()
                    .epochs()
                    .getFirst();
            assertThat(result.solvedLine()).contains("Head solved: strength 1.00; too few examples to hold any back");
            assertThat(result.valAccuracy()).isGreaterThan(0.7);
        }
    }

    private static final Group HEAD = new Group("head", List.of("head"), 0.01, 0);

    /// The head is solved, then everything learns, by a rule whose state has to be there again.
    private static Plan probeThenTune() {
        return Toy.everything(4, 0.01)
                .withPhases(List.of(
                        new Phase(0, List.of(HEAD)).withOptimizer(OptimizerSettings.solve()),
                        new Phase(1, List.of(new Group("body", List.of("stem", "middle"), 0.001, 0.01), HEAD))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void resumesToTheSameBytes(int crashInEpoch, @TempDir Path folder) throws IOException {
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        try (Network network = Toy.network(1)) {
            assertThat(tuned(network).withFolder(whole).fit().epochs())
                    .extracting(result -> result.solved() == null)
                    .containsExactly(false, true, true, true);
        }
        RunFolder broken = RunFolder.create(folder.resolve("broken"));
        try (Network network = Toy.network(1)) {
            assertThatThrownBy(() -> tuned(network)
                            .withFolder(broken)
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done
                                        && done.epoch() == crashInEpoch
                                        && done.batch() == 4) {
                                    throw new IllegalStateException("power cut");
                                }
                            })
                            .fit())
                    .hasMessage("power cut");
        }
        try (Network network = Toy.network(crashInEpoch == 1 ? 1 : 99)) { // from the first checkpoint on it is replaced
            tuned(network).withFolder(broken).fit();
        }
        for (String file : List.of("metrics.jsonl", "model/model.safetensors")) {
            assertThat(Files.readAllBytes(broken.root().resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(whole.root().resolve(file)));
        }
    }

    private static Trainer tuned(Network network) {
        return trainer(network, probeThenTune(), Recipe.DEFAULT, new Rows(Task.SINGLE_LABEL_CLASSIFICATION, true, 0));
    }

    @Test
    void whatOnlyStepsCanUseIsRefused() {
        requireRefused(recipe -> recipe.withLabelSmoothing(0.1), "label smoothing");
        requireRefused(recipe -> recipe.withMixing(Mixing.mixup(0.2)), "mixup and cutmix");
        requireRefused(recipe -> recipe.withAveraging(new Averaging.Ema(0.9, false)), "averaged weights");
        Objective own = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).withLoss((out, targets) -> out.mean());
        requireRefused(recipe -> recipe.withObjective(own), "the loss of '" + own.name() + "'");
    }

    private static void requireRefused(UnaryOperator<Recipe> change, String what) {
        try (Network network = Toy.network(1)) {
            assertThatThrownBy(() -> new Trainer(
                            network,
                            solved(network),
                            change.apply(Recipe.DEFAULT),
                            Toy.Points.training(),
                            Toy.Points.validation()))
                    .hasMessage("optimizer solve: takes no steps, so that " + what + " cannot be had; use adamw");
        }
    }

    /// Its parameters look like those of a linear layer alone.
    @Test
    void aHeadThatDoesMoreThanItsParametersSayIsRefused() {
        ParamStore params = new ParamStore(Device.CPU);
        Layer linear = Layers.linear(params.stage("head").sub("head"), Linear.of(Toy.FEATURES, 2));
        Stage stem = new Stage(
                "stem", Layers.linear(params.stage("stem").sub("stem"), Linear.of(Toy.FEATURES, Toy.FEATURES)));
        try (Network network =
                new Network("bent", params, List.of(stem, new Stage("head", linear.then(Layers.relu()))))) {
            params.initialize(1);
            assertThatThrownBy(() -> trainer(
                                    network,
                                    solved(network),
                                    Recipe.DEFAULT,
                                    Rows.plain(Task.SINGLE_LABEL_CLASSIFICATION))
                            .fit())
                    .hasMessageStartingWith("optimizer solve: expected a head of one linear layer on pooled features,"
                            + " found that head of bent does more with ");
        }
    }
}

package dev.graft.model;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.Dataset;
import dev.graft.data.IndexedSource;
import dev.graft.data.Input;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.nn.Stage;
import dev.graft.task.Objective;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.tune.solve.HeadExamples;
import dev.graft.tune.solve.HeadLoss;
import dev.graft.tune.solve.HeadSolver;
import dev.graft.tune.solve.HeldBack;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What a model makes of labelled examples at a few depths, computed once, and what can be known from it without
/// tuning anything: what heads say of examples that they did not learn from, what the nearest examples say, and which
/// examples have none near. All it says are plain numbers in the order of the examples.
/// ```java
/// try (Probe<ImageSource> probe = Probe.of(model, photos.train())) {
///     int[] folds = photos.train().foldOfEach(5, 42);
///     float[][] probabilities = probe.heldBack(probe.stages().getLast(), folds).said();
/// }
/// ```
/// Close it to free its features: four bytes a number, 100 MB for 20,000 examples of 1,280, twice that while they are
/// gathered. Heads are solved in double precision: another 200 MB.
///
/// @param <X> kind of example
public final class Probe<X> implements AutoCloseable {
    private static final double[] WAYS = {0.5, 0.75};
    private static final int NEIGHBOURS = 20;
    private static final int NEAREST = 5;
    private static final int BLOCK = 512;
    private static final Scalar TEMPERATURE = new Scalar(0.07);
    private static final Scalar LEAST_LENGTH = new Scalar(1e-12);
    private static final Scalar NEVER = new Scalar(Double.NEGATIVE_INFINITY);

    private final Dataset<X> data;
    private final Objective meaning;
    private final Map<String, Tensor> features;

    private Probe(Dataset<X> data, Objective meaning, Map<String, Tensor> features) {
        this.data = data;
        this.meaning = meaning;
        this.features = features;
    }

    /// Told how far it is, on the thread that computes. What it throws ends the work, and comes out of it.
    @FunctionalInterface
    public interface Progress {
        /// @param examples that are done
        /// @param all      there are
        void done(int examples, int all);
    }

    /// What somebody says of every example.
    ///
    /// @param said     probabilities of each class or label, or numbers: `[examples][labels]`
    /// @param strength of the regularization that did best on all folds
    /// @param loss     mean of what was said of the examples that judge
    @SuppressWarnings("ArrayRecordComponent") // numbers of one's own; never compared
    public record Said(float[][] said, double strength, double loss) {}

    /// Of what enters the head.
    ///
    /// @throws dev.graft.data.DataException if an example cannot be read any more
    public static <X> Probe<X> of(Model<X> model, Dataset<X> data) {
        return of(model, model.input(), data, List.of(beforeHead(model)), (done, all) -> {});
    }

    /// Of some stages.
    ///
    /// @param input    how examples come to the model
    /// @param data     with the model's labels; at least one example
    /// @param stages   whose results are kept, some of the network's but the last
    /// @param progress told after each batch
    /// @throws IllegalArgumentException if there is no such stage before the head, or no example
    /// @throws dev.graft.data.DataException if an example cannot be read any more
    public static <X> Probe<X> of(
            Model<X> model, Input<X> input, Dataset<X> data, List<String> stages, Progress progress) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("probe: expected examples, found none");
        }
        Network network = model.network();
        List<String> names = network.stages().stream().map(Stage::name).toList();
        Set<Integer> kept = new LinkedHashSet<>();
        for (String stage : stages) {
            int number = names.indexOf(stage);
            if (number < 0 || number == names.size() - 1) {
                throw new IllegalArgumentException("probe: expected stages before the head, some of "
                        + names.subList(0, names.size() - 1) + ", found '" + stage + "'");
            }
            kept.add(number);
        }
        int[] numbers = kept.stream().mapToInt(Integer::intValue).sorted().toArray();
        IndexedSource source = input.validation(data, input.usualBatch());
        Rows[] rows = computed(network, source, numbers, progress);
        Map<String, Tensor> features = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            features.put(names.get(numbers[i]), Scope.keep(rows[i].tensor()));
        }
        return new Probe<>(data, Objective.of(model.task()), features);
    }

    /// Rows of one length, which come in another order than they are kept in.
    private static final class Rows {
        private final int count;
        private float[] values = new float[0];
        private int width;

        Rows(int count) {
            this.count = count;
        }

        /// @param pooled `[positions, width]`
        void put(Tensor pooled, int[] positions) {
            float[] some = Tensors.floats(pooled);
            if (width == 0) {
                width = Math.toIntExact(pooled.size(1));
                values = new float[Math.multiplyExact(count, width)];
            }
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(some, i * width, values, positions[i] * width, width);
            }
        }

        Tensor tensor() {
            return Tensors.of(values, count, width);
        }
    }

    /// Features of all examples in the order of the data set, for each of the stages.
    private static Rows[] computed(Network network, IndexedSource source, int[] numbers, Progress progress) {
        Device device = network.params().device();
        int[] order = source.order(0);
        Rows[] rows = new Rows[numbers.length];
        Arrays.setAll(rows, i -> new Rows(source.size()));
        int done = 0;
        try (BatchCursor cursor = source.open(0);
                FrozenStages stages = network.frozen(0, numbers[numbers.length - 1] + 1)) {
            while (done < source.examples()) {
                try (Scope scope = Scope.open();
                        NoGradGuard guard = new NoGradGuard()) {
                    Batch batch = Objects.requireNonNull(cursor.next(), "the batch source ended early");
                    List<Tensor> inputs =
                            batch.inputs().stream().map(device::place).toList();
                    List<Tensor> extras = inputs.subList(1, inputs.size());
                    List<Tensor> results = stages.results(numbers, inputs.getFirst(), extras);
                    int[] positions = Arrays.copyOfRange(order, done, done + batch.examples());
                    for (int i = 0; i < rows.length; i++) {
                        rows[i].put(Features.pooled(results.get(i), extras), positions);
                    }
                    done += batch.examples();
                }
                progress.done(done, source.examples());
            }
        }
        return rows;
    }

    /// What is usual to look at: what enters the head, and what leaves stages about a half and three quarters of the
    /// way to it. First to last.
    public static List<String> usualStages(Model<?> model) {
        List<String> learning = model.network().trainableStages();
        int before = learning.size() - 1; // the head
        Set<String> stages = new LinkedHashSet<>();
        for (double way : WAYS) {
            int number = (int) Math.ceil(way * before) - 1;
            if (number >= 0 && number < before - 1) {
                stages.add(learning.get(number));
            }
        }
        stages.add(beforeHead(model));
        return List.copyOf(stages);
    }

    private static String beforeHead(Model<?> model) {
        List<Stage> stages = model.network().stages();
        if (stages.size() < 2) {
            throw new IllegalArgumentException(
                    "probe: expected a network with stages before its head, found " + model.architecture());
        }
        return stages.get(stages.size() - 2).name();
    }

    /// Names of the stages whose results are kept, first to last.
    public List<String> stages() {
        return List.copyOf(features.keySet());
    }

    /// How many numbers a stage makes of an example.
    public int width(String stage) {
        return Math.toIntExact(of(stage).size(1));
    }

    /// What a stage makes of each example, `[examples][width]`.
    public float[][] features(String stage) {
        return rows(of(stage));
    }

    /// What linear heads on a stage say of examples that they did not learn from: each is answered by the head on all
    /// other folds, for the strength of regularization that does best on all of them. See
    /// [HeadSolver#heldBack(HeadExamples)].
    ///
    /// @param folds of each example, from 0, at least two: of [Dataset#foldOfEach], say
    /// @throws IllegalArgumentException if there are not as many folds as examples, or all are in one
    public Said heldBack(String stage, int[] folds) {
        boolean[] all = new boolean[data.size()];
        Arrays.fill(all, true);
        return heldBack(stage, folds, all);
    }

    /// The same of heads for which there are only some of the examples, to learn from and to choose a strength by; all
    /// are answered.
    ///
    /// @param learned whether an example is one of those
    public Said heldBack(String stage, int[] folds, boolean[] learned) {
        HeadLoss loss = meaning.solvable().orElseThrow();
        HeadSolver solver = HeadSolver.of(loss, data.labels().size());
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard();
                HeldBack held = solver.heldBack(HeadExamples.of(of(stage), targets(), folds), learned)) {
            return new Said(rows(meaning.answers(held.outputs())), held.strength(), held.loss());
        }
    }

    /// What the nearest examples of other folds say of each: the mean of their targets, weighted by how near they are.
    /// `[examples][labels]`
    ///
    /// Of the 20 with the largest cosine, weighted by `exp(cosine / 0.07)`, as in DINO (Caron and others, 2021) and
    /// before it Wu and others, "Unsupervised Feature Learning via Non-parametric Instance Discrimination" (2018).
    ///
    /// @param folds of each example: those of its own fold are not asked
    /// @throws IllegalArgumentException if there are not as many folds as examples, or all are in one
    public float[][] neighbours(String stage, int[] folds) {
        requireFolds(folds);
        float[][] answers = new float[data.size()][];
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor unit = unit(stage);
            Tensor targets = encoded();
            Tensor own = Tensors.of(Arrays.stream(folds).asLongStream().toArray(), folds.length);
            int most = data.size() - largest(folds);
            eachBlock((from, to) -> {
                Tensor near = cosines(unit, from, to)
                        .masked_fill(own.narrow(0, from, to - from).unsqueeze(1).eq(own.unsqueeze(0)), NEVER);
                T_TensorTensor_T nearest = near.topk(Math.min(NEIGHBOURS, most), 1, true, true);
                Tensor weights = nearest.get0().div(TEMPERATURE).softmax(1).unsqueeze(2);
                Tensor asked = targets.index_select(0, nearest.get1().flatten()).view(to - from, -1, targets.size(1));
                float[][] said = rows(asked.mul(weights).sum(1));
                System.arraycopy(said, 0, answers, from, said.length);
            });
        }
        return answers;
    }

    /// How far each example is from those that are nearest to it: the mean of 1 less the cosine of the 5 nearest, or of
    /// all where there are fewer; 0 where there is no other.
    public double[] distances(String stage) {
        double[] distances = new double[data.size()];
        int most = Math.min(NEAREST, data.size() - 1);
        if (most == 0) {
            return distances;
        }
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor unit = unit(stage);
            eachBlock((from, to) -> {
                Tensor near = cosines(unit, from, to);
                Tensor others = near.topk(most + 1, 1, true, true).get0().narrow(1, 1, most); // itself is nearest
                float[] means = Tensors.floats(others.mean(1));
                for (int i = 0; i < means.length; i++) {
                    distances[from + i] = Math.max(0, 1 - means[i]);
                }
            });
        }
        return distances;
    }

    @FunctionalInterface
    private interface Block {
        void of(int from, int to);
    }

    private void eachBlock(Block block) {
        for (int from = 0; from < data.size(); from += BLOCK) {
            try (Scope scope = Scope.open()) {
                block.of(from, Math.min(data.size(), from + BLOCK));
            }
        }
    }

    private Tensor cosines(Tensor unit, int from, int to) {
        return unit.narrow(0, from, to - from).mm(unit.t());
    }

    /// Features of length 1, `[N, width]`.
    private Tensor unit(String stage) {
        Tensor rows = of(stage);
        return rows.div(rows.square().sum(1).sqrt().clamp_min(LEAST_LENGTH).unsqueeze(1));
    }

    private Tensor of(String stage) {
        Tensor found = features.get(stage);
        if (found == null) {
            throw new IllegalArgumentException(
                    "probe: expected a stage that is kept, one of " + stages() + ", found '" + stage + "'");
        }
        return found;
    }

    private Tensor targets() {
        return data.targets(IntStream.range(0, data.size()).toArray());
    }

    /// Targets as numbers, `[N, labels]`.
    private Tensor encoded() {
        Tensor targets = targets();
        return targets.dim() == 1 ? torch.one_hot(targets, data.labels().size()).to(ScalarType.Float) : targets;
    }

    private void requireFolds(int[] folds) {
        if (folds.length != data.size() || Arrays.stream(folds).distinct().count() < 2) {
            throw new IllegalArgumentException("probe: expected at least 2 folds of " + data.size()
                    + " examples, found " + Arrays.stream(folds).distinct().count() + " of " + folds.length);
        }
    }

    /// Examples of the largest fold.
    private static int largest(int[] folds) {
        int[] counts = new int[Arrays.stream(folds).max().orElse(0) + 1];
        Arrays.stream(folds).forEach(fold -> counts[fold]++);
        return Arrays.stream(counts).max().orElse(0);
    }

    private static float[][] rows(Tensor numbers) {
        float[] flat = Tensors.floats(numbers);
        int count = Math.toIntExact(numbers.size(0));
        int width = flat.length / count;
        float[][] rows = new float[count][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    @Override
    public void close() {
        features.values().forEach(Scope::release);
    }
}

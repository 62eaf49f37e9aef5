package dev.graft.tune.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Golden;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The numbers are scikit-learn's.
class HeadSolverTest {
    private static final HeadSolver THREE = HeadSolver.of(HeadLoss.CROSS_ENTROPY, 3);

    static Stream<JsonNode> cases() {
        return Golden.json("head/values.json").get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void solvesAsScikitLearn(JsonNode golden) {
        try (Scope scope = Scope.open();
                HeadSolution solved = solver(golden).solve(examples(golden))) {
            HeadSolution.Facts facts = solved.facts();
            requireChosen(golden, facts.strength(), Objects.requireNonNull(facts.crossValidatedLoss()));
            Tensor features = examples(golden).features();
            Tensor said = features.mm(solved.weight().t()).add(solved.bias());
            requireNear(Tensors.floats(said), golden.get("outputs"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersRowsThatAreHeldBackAsScikitLearn(JsonNode golden) {
        try (Scope scope = Scope.open();
                HeldBack held = solver(golden).heldBack(examples(golden))) {
            requireChosen(golden, held.strength(), held.loss());
            requireNear(Tensors.floats(held.outputs()), golden.get("held_back_outputs"));
        }
    }

    private static HeadSolver solver(JsonNode golden) {
        int outputs =
                floats(golden.get("outputs")).length / golden.get("features").size();
        return new HeadSolver(loss(golden), outputs, doubles(golden.get("class_weights")));
    }

    private static HeadLoss loss(JsonNode golden) {
        return HeadLoss.valueOf(golden.get("loss").asString());
    }

    private static HeadExamples examples(JsonNode golden) {
        int rows = golden.get("features").size();
        Tensor targets = loss(golden) == HeadLoss.CROSS_ENTROPY
                ? Tensors.of(longs(golden.get("targets")), rows)
                : Tensors.of(floats(golden.get("targets")), rows, floats(golden.get("targets")).length / rows);
        int[] folds = Arrays.stream(longs(golden.get("folds")))
                .mapToInt(Math::toIntExact)
                .toArray();
        return HeadExamples.of(Tensors.of(floats(golden.get("features")), rows, width(golden)), targets, folds);
    }

    private static void requireChosen(JsonNode golden, double strength, double loss) {
        assertThat(strength).isCloseTo(golden.get("strength").doubleValue(), Percentage.withPercentage(1e-7));
        assertThat(loss).isCloseTo(golden.get("held_back").doubleValue(), Percentage.withPercentage(0.1));
    }

    /// To a thousandth of the largest.
    private static void requireNear(float[] found, JsonNode golden) {
        float[] expected = floats(golden);
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(1e-3 * Math.max(1, largest)));
        }
    }

    @Test
    void nothingIsHeldBackOfOneFold() {
        try (Scope scope = Scope.open()) {
            HeadExamples examples = HeadExamples.of(blobs(30, 4, 1), classes(30), new int[30]);
            assertThatThrownBy(() -> THREE.heldBack(examples))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 2 folds");
        }
    }

    @Test
    void aFeatureThatHardlyMovedDoesNotDecide() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(30, 4, 1);
            Tensor quiet = features.select(1, 2);
            quiet.fill_(new Scalar(1));
            quiet.narrow(0, 0, 1).fill_(new Scalar(1.001)); // once, in the first class
            try (HeadSolution solved = THREE.solve(HeadExamples.of(features, classes(30), folds(30)))) {
                quiet.fill_(new Scalar(1.1)); // a hundred times as far
                assertThat(correct(solved, features)).isGreaterThan(25);
            }
        }
    }

    @Test
    void aFeatureThatNeverChangesHasNoWeight() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(30, 4, 1);
            features.select(1, 2).fill_(new Scalar(123.4));
            try (HeadSolution solved = THREE.solve(HeadExamples.of(features, classes(30), folds(30)))) {
                assertThat(Tensors.floats(solved.weight().select(1, 2))).containsOnly(0);
                assertThat(correct(solved, features)).isGreaterThan(25);
            }
        }
    }

    @Test
    void oneExampleOfEachClassIsSolvedWithoutFolds() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(3, 50, 1);
            for (int[] folds : List.of(new int[3], new int[] {0, 1, 2})) {
                try (HeadSolution solved = THREE.solve(HeadExamples.of(features, classes(3), folds))) {
                    assertThat(solved.facts().crossValidatedLoss()).isNull();
                    assertThat(solved.facts().strength()).isEqualTo(HeadSolver.USUAL_STRENGTH);
                    assertThat(correct(solved, features)).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void aClassWithOneExampleIsLearnedAndNotJudged() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(31, 4, 1);
            long[] targets = new long[31];
            Arrays.setAll(targets, i -> i == 30 ? 2 : i % 3 == 0 ? 0 : 1);
            try (HeadSolution solved = THREE.solve(HeadExamples.of(features, Tensors.of(targets, 31), folds(31)))) {
                assertThat(solved.facts().crossValidatedLoss()).isBetween(0.0, 2.0);
                assertThat(Tensors.isFinite(solved.weight())).isTrue();
            }
        }
    }

    /// Without regularization there would be no least.
    @Test
    void classesThatCanBeToldApartWithCertaintyHaveFiniteWeights() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(60, 3, 50);
            try (HeadSolution solved = THREE.solve(HeadExamples.of(features, classes(60), folds(60)))) {
                assertThat(correct(solved, features)).isEqualTo(60);
                assertThat(Tensors.isFinite(solved.weight())).isTrue();
                assertThat(solved.facts().crossValidatedLoss()).isLessThan(0.01);
            }
        }
    }

    /// Views of an example count together as one, and only the plain ones judge.
    @Test
    void exampleThatIsThereTwiceCountsOnce() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(45, 6, 0.5);
            Tensor twice = torch.cat(new TensorVector(features, features), 0);
            Tensor targets = torch.cat(new TensorVector(classes(45), classes(45)), 0);
            int[] folds = IntStream.range(0, 90).map(i -> i % 45 / 3 % 5).toArray();
            boolean[] judging = new boolean[90];
            Arrays.fill(judging, 0, 45, true);
            try (HeadSolution once = THREE.solve(HeadExamples.of(features, classes(45), folds(45)));
                    HeadSolution both = THREE.solve(new HeadExamples(twice, targets, folds, judging, 2))) {
                assertThat(both.facts().strength()).isEqualTo(once.facts().strength());
                assertThat(both.facts().crossValidatedLoss())
                        .isCloseTo(once.facts().crossValidatedLoss(), within(1e-4));
                assertThat(Tensors.floats(both.weight())).containsExactly(Tensors.floats(once.weight()), within(1e-4f));
            }
        }
    }

    @Test
    void noiseIsRegularizedToTheEdge() {
        try (Scope scope = Scope.open()) {
            try (HeadSolution solved = THREE.solve(HeadExamples.of(blobs(60, 40, 0), classes(60), folds(60)))) {
                assertThat(solved.facts().strength()).isGreaterThan(20);
                assertThat(solved.facts().crossValidatedLoss()).isLessThan(1.2); // guessing is ln 3
            }
        }
    }

    @Test
    void givesTheSameBytesAgain() {
        try (Scope scope = Scope.open()) {
            HeadExamples examples = HeadExamples.of(blobs(30, 80, 0.5), classes(30), folds(30));
            try (HeadSolution one = THREE.solve(examples);
                    HeadSolution other = THREE.solve(examples)) {
                assertThat(Tensors.bytes(one.weight())).isEqualTo(Tensors.bytes(other.weight()));
                assertThat(one.facts()).isEqualTo(other.facts());
            }
        }
    }

    /// Large problems are computed so.
    @Test
    void float32ComesAsNearToTheLeast() {
        try (Scope scope = Scope.open()) {
            Tensor columns = blobs(90, 20, 0.3).to(ScalarType.Double);
            Tensor targets = HeadLoss.CROSS_ENTROPY.columns(classes(90), 3);
            Tensor weights = torch.ones(90, 1, 1).to(ScalarType.Double);
            HeadProblem exact = HeadProblem.of(HeadLoss.CROSS_ENTROPY, columns, targets, weights);
            Columns single = Columns.of(columns, Integer.MAX_VALUE);
            HeadProblem coarse = new HeadProblem(
                    HeadLoss.CROSS_ENTROPY, single, targets.to(single.type()), weights.to(single.type()), exact.gram());
            assertThat(single.areExact()).isFalse();
            Tensor expected = exact.zeros();
            Tensor found = coarse.zeros();
            int iterations = exact.solve(0.1, expected, 1e-10);
            assertThat(coarse.solve(0.1, found, 1e-10)).isLessThan(2 * iterations);
            assertThat(found.scalar_type().intern()).isEqualTo(ScalarType.Double);
            assertThat(Tensors.floats(found.to(ScalarType.Float)))
                    .containsExactly(Tensors.floats(expected.to(ScalarType.Float)), within(1e-3f));
        }
    }

    @Test
    void refusesWhatIsNotFinite() {
        try (Scope scope = Scope.open()) {
            Tensor features = blobs(30, 4, 1);
            features.select(0, 7).fill_(new Scalar(Double.NaN));
            assertThatThrownBy(() -> HeadExamples.of(features, classes(30), folds(30)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "head: expected finite features, found NaN or infinity among float32 [30, 4]");
        }
    }

    /// Clouds of points, one for each of three classes in turn.
    private static Tensor blobs(int rows, int features, double apart) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] centres = new double[3][features];
        for (double[] centre : centres) {
            Arrays.setAll(centre, i -> apart * random.nextGaussian());
        }
        float[] values = new float[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centres[i / features % 3][i % features] + random.nextGaussian());
        }
        return Tensors.of(values, rows, features);
    }

    private static Tensor classes(int rows) {
        return Tensors.of(IntStream.range(0, rows).mapToLong(i -> i % 3).toArray(), rows);
    }

    private static int[] folds(int rows) {
        return IntStream.range(0, rows).map(i -> i / 3 % 5).toArray();
    }

    private static long correct(HeadSolution solved, Tensor features) {
        Tensor said = features.mm(solved.weight().t()).add(solved.bias()).argmax(new LongOptional(1), false);
        long[] classes = Tensors.longs(said);
        return IntStream.range(0, classes.length)
                .filter(i -> classes[i] == i % 3)
                .count();
    }

    private static int width(JsonNode golden) {
        return golden.get("features").get(0).size();
    }

    private static float[] floats(JsonNode rows) {
        List<Double> all = doubles(rows);
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i).floatValue();
        }
        return values;
    }

    private static long[] longs(JsonNode values) {
        return values.valueStream().mapToLong(JsonNode::asLong).toArray();
    }

    /// Of a list, or of a list of lists one after the other.
    private static List<Double> doubles(JsonNode rows) {
        return rows.valueStream()
                .flatMap(row -> row.isArray() ? row.valueStream() : Stream.of(row))
                .map(JsonNode::doubleValue)
                .toList();
    }
}

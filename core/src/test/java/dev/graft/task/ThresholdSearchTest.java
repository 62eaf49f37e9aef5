package dev.graft.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Task;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdSearchTest {
    private static final List<String> LABELS = List.of("ok", "crack", "pit");
    private static final int EXAMPLES = 300;

    /// Logits and classes of a model that is right more often than not.
    private record Answers(float[] logits, long[] classes) {
        static Answers random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] logits = new float[EXAMPLES * 3];
            long[] classes = new long[EXAMPLES];
            for (int i = 0; i < EXAMPLES; i++) {
                classes[i] = random.nextInt(3);
                for (int c = 0; c < 3; c++) {
                    logits[i * 3 + c] = (float) (random.nextGaussian() + (classes[i] == c ? 1 : 0));
                }
            }
            return new Answers(logits, classes);
        }

        float[][] probabilities() {
            try (Scope scope = Scope.open()) {
                float[] all = Tensors.floats(
                        Tensors.of(logits.clone(), classes.length, 3).softmax(1));
                return IntStream.range(0, classes.length)
                        .mapToObj(row -> Arrays.copyOfRange(all, row * 3, (row + 1) * 3))
                        .toArray(float[][]::new);
            }
        }
    }

    private static Decision found(Answers answers, String... asked) {
        ThresholdSearch search = new ThresholdSearch(
                Task.SINGLE_LABEL_CLASSIFICATION,
                LABELS,
                Stream.of(asked).map(OperatingPoint::parse).toList());
        try (Scope scope = Scope.open()) {
            int half = answers.classes.length / 2;
            Tensor logits = Tensors.of(answers.logits.clone(), answers.classes.length, 3);
            Tensor classes = Tensors.of(answers.classes.clone(), answers.classes.length);
            search.add(logits.narrow(0, 0, half), List.of(classes.narrow(0, 0, half)));
            int rest = answers.classes.length - half;
            search.add(logits.narrow(0, half, rest), List.of(classes.narrow(0, half, rest)));
        }
        return search.decision();
    }

    /// The share of a class that the whole rule finds, and of what it says to be of it the share that is.
    private static double[] recallAndPrecision(Answers answers, double[] limits, int of) {
        int[] said = Arrays.stream(answers.probabilities())
                .mapToInt(row -> Decision.choose(limits, row))
                .toArray();
        double hits = IntStream.range(0, said.length)
                .filter(i -> said[i] == of && answers.classes[i] == of)
                .count();
        double examples = IntStream.range(0, said.length)
                .filter(i -> answers.classes[i] == of)
                .count();
        double answered =
                IntStream.range(0, said.length).filter(i -> said[i] == of).count();
        return new double[] {hits / examples, hits / answered};
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99, 1})
    void theGreatestThresholdThatFindsTheShare(double share) {
        Answers answers = Answers.random(1);
        Decision decision = found(answers, "recall:crack=" + share);
        assertKeptAndGreatest(answers, decision, share);
    }

    /// The others take examples away, also where the class has reached its own threshold.
    @ParameterizedTest
    @CsvSource({"0.9, 0.3", "0.9, 0.6", "0.6, 0.1", "0.8, 0.2"})
    void alsoWhereClassesCompete(double share, double other) {
        Answers answers = Answers.random(2);
        assertKeptAndGreatest(answers, found(answers, "recall:crack=" + share, "pit=" + other), share);
        assertKeptAndGreatest(answers, found(answers, "recall:crack=" + share, "pit=" + other, "ok=0.45"), share);
    }

    private static void assertKeptAndGreatest(Answers answers, Decision decision, double share) {
        double[] limits = decision.limits();
        double[] reached = recallAndPrecision(answers, limits, 1);
        assertThat(reached[0]).isGreaterThanOrEqualTo(share);
        Decision.Finding finding = Objects.requireNonNull(
                Objects.requireNonNull(decision.thresholds().get("crack")).found());
        assertThat(finding.recall()).isEqualTo(reached[0]);
        assertThat(finding.precision()).isEqualTo(reached[1]);
        limits[1] *= 1 + 2e-6; // a threshold lies a millionth below the probability of the last that it finds
        assertThat(recallAndPrecision(answers, limits, 1)[0]).isLessThan(share);
    }

    @Test
    void severalClassesKeepTheirWordTogether() {
        Answers answers = Answers.random(3);
        Decision decision = found(answers, "recall:crack=0.8", "recall:pit=0.7");
        double[] limits = decision.limits();
        assertThat(recallAndPrecision(answers, limits, 1)[0]).isGreaterThanOrEqualTo(0.8);
        assertThat(recallAndPrecision(answers, limits, 2)[0]).isGreaterThanOrEqualTo(0.7);
        assertThatThrownBy(() -> found(answers, "recall:crack=1", "recall:pit=1", "recall:ok=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no thresholds do all of it on the 300 examples")
                .hasMessageContaining("ask for less, or for one class alone");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 0.8, 0.9})
    void theSmallestThresholdOfWhichTheShareIsRight(double share) {
        Answers answers = Answers.random(4);
        double[] limits = found(answers, "precision:crack=" + share).limits();
        assertThat(recallAndPrecision(answers, limits, 1)[1]).isGreaterThanOrEqualTo(share);
        double found = recallAndPrecision(answers, limits, 1)[0];
        for (double smaller = limits[1] * (1 - 1e-3); smaller > 0.01; smaller -= 0.01) {
            double[] others = limits.clone();
            others[1] = smaller;
            double[] instead = recallAndPrecision(answers, others, 1);
            assertThat(instead[1] < share || instead[0] == found)
                    .as("%s would find more", smaller)
                    .isTrue();
        }
    }

    @Test
    void equalProbabilitiesStandOrFallTogether() {
        Answers answers = new Answers(new float[] {0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0}, new long[] {1, 1, 0, 1});
        Decision decision = found(answers, "recall:crack=0.3");
        Decision.Finding finding = Objects.requireNonNull(
                Objects.requireNonNull(decision.thresholds().get("crack")).found());
        assertThat(finding).isEqualTo(new Decision.Finding(OperatingPoint.Goal.RECALL, 0.3, 3, 2, 3));
        assertThat(finding.falseAlarms()).isEqualTo(1);
    }

    @Test
    void certaintyStaysBelowOne() {
        Answers answers = new Answers(new float[] {0, 200, 0, 200, 0, 0}, new long[] {1, 0});
        double limit = found(answers, "recall:crack=1").limits()[1];
        assertThat(limit).isLessThan(1).isGreaterThan(0.99999);
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Answers without = new Answers(new float[] {0, 1, 0, 0, 0, 1}, new long[] {0, 2});
        assertThatThrownBy(() -> found(without, "recall:crack=0.9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: recall:crack=0.9: none of the 2 examples that it is looked for with is of"
                        + " 'crack'");
        Answers wrong = new Answers(new float[] {0, 9, 0, 9, 0, 0}, new long[] {0, 1});
        assertThatThrownBy(() -> found(wrong, "precision:crack=0.9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: precision:crack=0.9: no threshold does it on the 2 examples that it is looked"
                        + " for with, 1 of them of 'crack'; ask for less");
        Answers never = new Answers(new float[] {0, 9, 0, 200, 0, 0}, new long[] {0, 1});
        assertThatThrownBy(() -> found(never, "recall:crack=0.9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no threshold does it");
        assertThatThrownBy(() -> found(never, "recall:crack=0.9", "crack=0.2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: expected one for each class, found two for 'crack'");
        assertThatThrownBy(() -> new ThresholdSearch(Task.REGRESSION, List.of("depth"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: is for classes and labels, but the model answers with numbers");
    }

    @Test
    void labelsHaveThresholdsOfTheirOwn() {
        ThresholdSearch search = new ThresholdSearch(
                Task.MULTI_LABEL_CLASSIFICATION,
                LABELS,
                List.of(OperatingPoint.parse("recall:crack=0.75"), OperatingPoint.parse("precision:pit=1")));
        try (Scope scope = Scope.open()) {
            search.add(
                    Tensors.of(new float[] {0, 2, 1, 0, 1, 3, 0, -1, 2, 0, -2, 0}, 4, 3),
                    List.of(Tensors.of(new float[] {0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0}, 4, 3)));
        }
        Decision decision = search.decision();
        double[] limits = decision.limits();
        assertThat(limits[1]).isLessThanOrEqualTo(1 / (1 + Math.E)).isGreaterThan(0.2689);
        assertThat(limits[2]).isLessThanOrEqualTo(0.8808).isGreaterThan(0.88079);
        assertThat(Double.isNaN(limits[0])).isTrue();
        assertThat(Objects.requireNonNull(decision.thresholds().get("pit")).found())
                .isEqualTo(new Decision.Finding(OperatingPoint.Goal.PRECISION, 1, 2, 2, 2));
    }
}

package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthGroupsTest {
    @ParameterizedTest
    @CsvSource({"1, 8", "7, 8", "8, 8", "9, 8", "33, 8", "100, 8", "1000, 8", "1001, 8", "5003, 16", "64, 1"})
    void everyTextOnceTheLongestFirst(int size, int batch) {
        int[] lengths = lengths(size);
        for (int epoch = 0; epoch < 5; epoch++) {
            int[] order = new LengthGroups(lengths, batch, true, 3, true).order(epoch);
            assertThat(Arrays.stream(order).sorted().toArray()).containsExactly(numbers(size));
            int longest = Arrays.stream(lengths).max().orElseThrow();
            assertThat(lengths[order[0]]).isEqualTo(longest);
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        LengthGroups groups = new LengthGroups(lengths(500), 8, true, 3, true);
        assertThat(groups.order(0)).isEqualTo(new LengthGroups(lengths(500), 8, true, 3, true).order(0));
        assertThat(groups.order(0)).isNotEqualTo(groups.order(1));
        assertThat(groups.order(0)).isNotEqualTo(new LengthGroups(lengths(500), 8, true, 4, true).order(0));
    }

    @Test
    void textsOfLikeLengthShareABatch() {
        int[] lengths = lengths(4000);
        double grouped = new LengthGroups(lengths, 16, true, 3, true).paddingShare(0);
        double mixed = new LengthGroups(lengths, 16, true, 3, false).paddingShare(0);
        double sorted = new LengthGroups(lengths, 16, false, 3, true).paddingShare(0);
        assertThat(mixed).isGreaterThan(0.4);
        assertThat(grouped).isLessThan(0.15).isGreaterThan(sorted);
        assertThat(sorted).isLessThan(0.05);
    }

    /// Neighbours change: which texts share a batch is drawn anew each epoch.
    @Test
    void batchesAreNotTheSameInEveryEpoch() {
        LengthGroups groups = new LengthGroups(lengths(4000), 16, true, 3, true);
        Set<Set<Integer>> first = batches(groups, 0);
        assertThat(batches(groups, 1)).doesNotContainAnyElementsOf(first);
    }

    /// Lengths do not fall from the beginning of an epoch to its end, or in a sawtooth: what a batch's length says
    /// about the next one's is next to nothing.
    @Test
    void batchesComeInRandomOrder() {
        int[] lengths = lengths(8000);
        int[] order = new LengthGroups(lengths, 16, true, 3, true).order(2);
        double[] means = IntStream.range(1, order.length / 16)
                .mapToDouble(batch -> IntStream.range(batch * 16, batch * 16 + 16)
                        .map(i -> lengths[order[i]])
                        .average()
                        .orElseThrow())
                .toArray();
        double mean = Arrays.stream(means).average().orElseThrow();
        double variance = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum();
        double following = IntStream.range(1, means.length)
                .mapToDouble(i -> (means[i] - mean) * (means[i - 1] - mean))
                .sum();
        assertThat(following / variance).isCloseTo(0, within(0.15));
    }

    @Test
    void withoutShufflingTextsGoByLengthOrStayAsTheyAre() {
        int[] lengths = {3, 9, 5, 9, 1, 5};
        assertThat(new LengthGroups(lengths, 4, false, 0, true).order(7)).containsExactly(1, 3, 2, 5, 0, 4);
        assertThat(new LengthGroups(lengths, 4, false, 0, false).order(7)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(new LengthGroups(lengths, 4, false, 0, true).paddingShare(0))
                .isCloseTo(1 - 32.0 / (4 * 9 + 2 * 3), within(1e-12));
        assertThat(new LengthGroups(new int[0], 4, true, 0, true).order(0)).isEmpty();
        assertThat(new LengthGroups(new int[0], 4, true, 0, true).paddingShare(0))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 30, (1 << 30) + 1, Integer.MAX_VALUE})
    void aBatchMayHoldEverything(int batch) {
        LengthGroups groups = new LengthGroups(lengths(300), batch, true, 3, true);
        assertThat(groups.batches()).isEqualTo(1);
        assertThat(groups.order(0)).containsExactlyInAnyOrder(numbers(300));
    }

    @Test
    void plainShufflingIsUniform() {
        int[] counts = new int[4];
        for (int epoch = 0; epoch < 4000; epoch++) {
            counts[new LengthGroups(new int[] {1, 2, 3, 4}, 2, true, 5, false).order(epoch)[0]]++;
        }
        assertThat(counts)
                .satisfies(all ->
                        Arrays.stream(all).forEach(count -> assertThat(count).isCloseTo(1000, within(120))));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new LengthGroups(new int[3], 0, true, 0, true))
                .hasMessage("loader: expected a batch of at least 1, found 0");
    }

    private static Set<Set<Integer>> batches(LengthGroups groups, int epoch) {
        int[] order = groups.order(epoch);
        Set<Set<Integer>> batches = new HashSet<>();
        for (int from = 0; from < order.length; from += groups.batchSize()) {
            Set<Integer> batch = new HashSet<>();
            for (int i = from; i < Math.min(order.length, from + groups.batchSize()); i++) {
                batch.add(order[i]);
            }
            batches.add(batch);
        }
        return batches;
    }

    private static int[] lengths(int size) {
        SplittableRandom random = new SplittableRandom(9);
        return IntStream.range(0, size)
                .map(i -> 3 + (int) (30 * Math.exp(random.nextGaussian() * 0.7)))
                .toArray();
    }

    private static int[] numbers(int size) {
        return IntStream.range(0, size).toArray();
    }
}

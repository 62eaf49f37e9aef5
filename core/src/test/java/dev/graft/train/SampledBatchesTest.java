package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampledBatchesTest {
    /// Ten batches: the first is the longest, the shortest the last and smallest; most are short.
    private static final Sequences SEQUENCES = new Sequences(90, 10, 20, 80, 11, 12, 13, 14, 40, 9);

    /// Sequences, two in a batch.
    ///
    /// @param longest of each batch; the last one has one sequence
    private record Sequences(List<Integer> longest) implements IndexedSource {
        Sequences(Integer... longest) {
            this(List.of(longest));
        }

        @Override
        public int size() {
            return 2 * longest.size() - 1;
        }

        @Override
        public int examples() {
            return size();
        }

        @Override
        public int batches() {
            return longest.size();
        }

        @Override
        public int batchSize() {
            return 2;
        }

        @Override
        public int[] order(int epoch) {
            return IntStream.range(0, size()).toArray();
        }

        @Override
        public OptionalInt distinctViews() {
            return OptionalInt.of(1);
        }

        @Override
        public String fingerprint() {
            return longest.toString();
        }

        @Override
        public int[] lengths() {
            return IntStream.range(0, size())
                    .map(i -> i % 2 == 0 ? longest.get(i / 2) : 1)
                    .toArray();
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            return new BatchCursor() {
                private int next = from;

                @Override
                public @Nullable Batch next() {
                    if (next == longest.size()) {
                        return null;
                    }
                    int rows = next == longest.size() - 1 ? 1 : 2;
                    int length = longest.get(next++);
                    return new Batch(
                            List.of(Tensors.zeros(ScalarType.Float, rows, length)), Tensors.of(new long[rows], rows));
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void theFirstOnesWhereAllExamplesHaveOneShape() {
        SampledBatches some = new SampledBatches(Numbered.training(70, 8), 3);
        assertThat(some.batches()).isEqualTo(3);
        assertThat(some.examples()).isEqualTo(12);
        assertThat(some.order(5)).isEqualTo(Arrays.copyOf(some.all().order(0), 12));
        SampledBatches all = new SampledBatches(Numbered.validation(9, 8), 3);
        assertThat(all.batches()).isEqualTo(2);
        assertThat(all.examples()).isEqualTo(9);
    }

    @Test
    void theFirstAndOthersFromTheLongestToTheShortestOfSequences() {
        SampledBatches some = new SampledBatches(SEQUENCES, 4);
        // of the nine others by length, the second, the fifth and the eighth
        assertThat(lengths(some, 0)).containsExactly(90L, 10L, 13L, 40L);
        assertThat(lengths(some, 2)).containsExactly(13L, 40L);
        assertThat(some.examples()).isEqualTo(8);
        assertThat(some.order(1)).containsExactly(0, 1, 2, 3, 12, 13, 16, 17);
        assertThat(lengths(new SampledBatches(SEQUENCES, 20), 0))
                .containsExactly(90L, 10L, 20L, 80L, 11L, 12L, 13L, 14L, 40L, 9L);
        assertThat(lengths(new SampledBatches(SEQUENCES, 1), 0)).containsExactly(90L);
    }

    @Test
    void anEpochTakesItsStartAndWhatItsPositionsTake() {
        SampledBatches some = new SampledBatches(SEQUENCES, 4);
        double position = 0.001;
        double slowStart = 5;
        List<Double> seconds = List.of(slowStart, 20 * position, 26 * position, 80 * position);
        double expected = slowStart + position * (2 * (10 + 20 + 80 + 11 + 12 + 13 + 14 + 40) + 9);
        assertThat(some.epochSeconds(seconds)).isCloseTo(expected, withPercentage(1e-6));
        List<Double> disturbed = List.of(slowStart, 20 * position, 26 * position, 3.0);
        assertThat(some.epochSeconds(disturbed)).isCloseTo(expected, withPercentage(1e-6));
        assertThat(some.epochSeconds(List.of())).isZero();
    }

    @Test
    void aSmallLastBatchCountsForWhatItIs() {
        SampledBatches some = new SampledBatches(Numbered.training(70, 8), 3);
        assertThat(some.epochSeconds(List.of(0.9, 0.4, 0.4))).isCloseTo(7.5, withPercentage(1e-6));
        SampledBatches one = new SampledBatches(Numbered.training(3, 8), 3);
        assertThat(one.epochSeconds(List.of(0.3))).isCloseTo(0.3, withPercentage(1e-6));
    }

    private static List<Long> lengths(SampledBatches batches, int from) {
        List<Long> lengths = new ArrayList<>();
        try (Scope scope = Scope.open();
                BatchCursor cursor = batches.open(0, from)) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                lengths.add(batch.inputs().getFirst().size(1));
            }
        }
        return lengths;
    }
}

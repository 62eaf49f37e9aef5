package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesTest {
    /// Batches of two examples that are called `100 * epoch + number`; the last one of an epoch has one.
    ///
    /// @param closed the epochs whose cursors were closed
    private record Named(int batches, List<Integer> closed) implements BatchSource {
        Named(int batches) {
            this(batches, new ArrayList<>());
        }

        @Override
        public int examples() {
            return 2 * batches - 1;
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            return new BatchCursor() {
                private int next = from;

                @Override
                public @Nullable Batch next() {
                    if (next == batches) {
                        return null;
                    }
                    return new Batch(
                            List.of(Tensors.of(new long[] {100L * epoch + next++}, 1)), Tensors.of(new long[1], 1));
                }

                @Override
                public void close() {
                    closed.add(epoch);
                }
            };
        }
    }

    @Test
    void slicesFollowOneAnotherThroughThePasses() {
        Slices slices = new Slices(new Named(6), 3);
        assertThat(slices.batches()).isEqualTo(2);
        assertThat(names(slices, 0, 0)).containsExactly(0L, 1L);
        assertThat(names(slices, 1, 0)).containsExactly(2L, 3L);
        assertThat(names(slices, 2, 0)).containsExactly(4L, 5L);
        assertThat(names(slices, 3, 0)).containsExactly(100L, 101L);
        assertThat(names(slices, 7, 0)).containsExactly(202L, 203L);
    }

    @Test
    void whatDoesNotFillASliceIsLeftOut() {
        Slices slices = new Slices(new Named(8), 3);
        assertThat(names(slices, 2, 0)).containsExactly(4L, 5L);
        assertThat(names(slices, 3, 0)).containsExactly(100L, 101L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void beginsAnywhereInASlice(int from) {
        Slices slices = new Slices(new Named(4), 2);
        List<Long> whole = names(slices, 5, 0);
        assertThat(whole).containsExactly(202L, 203L);
        assertThat(names(slices, 5, from)).isEqualTo(whole.subList(from, 2));
    }

    @Test
    void examplesAreThoseOfASlice() {
        assertThat(new Slices(new Named(10), 1).examples()).isEqualTo(19);
        assertThat(new Slices(new Named(10), 5).examples()).isEqualTo(3); // of 3.8
        assertThat(new Slices(new Named(1 << 29), 2).examples()).isEqualTo((1 << 29) - 1); // more than an int between
    }

    @Test
    void closesWhatItOpens() {
        Named whole = new Named(4);
        new Slices(whole, 2).open(3, 1).close();
        assertThat(whole.closed()).containsExactly(1);
    }

    @Test
    void asManySlicesAsBatchesAtMost() {
        assertThat(names(new Slices(new Named(3), 3), 2, 0)).containsExactly(2L);
        assertThatThrownBy(() -> new Slices(new Named(3), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slices: expected 1 to 3, at most one per batch of the data, found 4");
        assertThatThrownBy(() -> new Slices(new Named(3), 0)).hasMessageContaining("found 0");
    }

    private static List<Long> names(BatchSource source, int epoch, int from) {
        List<Long> names = new ArrayList<>();
        try (Scope scope = Scope.open();
                BatchCursor cursor = source.open(epoch, from)) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                names.add(Tensors.longs(batch.inputs().getFirst())[0]);
            }
            assertThat(cursor.next()).isNull();
        }
        return names;
    }
}

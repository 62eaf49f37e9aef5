package dev.graft.zoo.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Layers;
import dev.graft.nn.Pass;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativePositionsTest {
    /// By transformers' `make_log_bucket_position`.
    @ParameterizedTest
    @CsvSource({
        "256, 512, 0, 0",
        "256, 512, -5, -5",
        "256, 512, 128, 128",
        "256, 512, 129, 129",
        "256, 512, -130, -130",
        "256, 512, 200, 169",
        "256, 512, -300, -207",
        "256, 512, 511, 255",
        "256, 512, 512, 256",
        "4, 40, -2, -2",
        "4, 40, 3, 3",
        "4, 40, 39, 3",
        "8, 12, 5, 5",
        "8, 12, -11, -7",
        "8, 12, 20, 9",
        "0, 12, 11, 11"
    })
    void farDistancesShareBuckets(int buckets, int furthest, int distance, int bucket) {
        assertThat(RelativePositions.bucket(distance, buckets, furthest)).isEqualTo(bucket);
    }

    @Test
    void aTextTakesTheRowsThatItsDistancesHave() {
        try (Scope scope = Scope.open()) {
            // rows of the distances -4 … 3, and each row is its own number
            Tensor table = Tensors.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 8, 1);
            RelativePositions positions = new RelativePositions(0, 4, table, Layers.identity(), Device.CPU);

            RelativePositions.Slice three = positions.of(3, Pass.EVALUATION);
            assertThat(Tensors.floats(three.rows())).containsExactly(2, 3, 4, 5, 6);
            assertThat(Tensors.longs(three.index())).containsExactly(2, 1, 0, 3, 2, 1, 4, 3, 2);

            // a distance of 4 ahead has no row of its own
            RelativePositions.Slice five = positions.of(5, Pass.EVALUATION);
            assertThat(Tensors.floats(five.rows())).hasSize(8);
            assertThat(Tensors.longs(five.index())).startsWith(4, 3, 2, 1, 0).endsWith(7, 7, 6, 5, 4);
        }
    }
}

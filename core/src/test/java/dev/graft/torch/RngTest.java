package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class RngTest {
    @Test
    void theSameSeedGivesTheSameNumbers() {
        assertThat(normal(Rng.of(1))).containsExactly(normal(Rng.of(1)));
        assertThat(normal(Rng.of(1))).isNotEqualTo(normal(Rng.of(2)));
    }

    @Test
    void aGeneratorOfItsOwnLeavesTheGlobalOneAlone() {
        Rng.seedGlobal(5);
        float[] expected = dropout();
        Rng.seedGlobal(5);
        normal(Rng.of(1));
        assertThat(dropout()).containsExactly(expected);
    }

    @Test
    void dropoutFollowsTheGlobalSeed() {
        Rng.seedGlobal(5);
        float[] first = dropout();
        assertThat(dropout()).isNotEqualTo(first);
        Rng.seedGlobal(5);
        assertThat(dropout()).containsExactly(first);
    }

    /// PyTorch 1.13.1: `torch.manual_seed(42); torch.zeros(3).uniform_()`.
    @Test
    void theNumbersAreThoseOfPyTorch() {
        try (Scope scope = Scope.open()) {
            Tensor tensor =
                    Tensors.zeros(ScalarType.Float, 3).uniform_(0, 1, Rng.of(42).nativeGenerator());
            assertThat(Tensors.floats(tensor)).containsExactly(0.88226926f, 0.91500396f, 0.38286376f);
        }
    }

    @Test
    void everyPartAndItsPlaceChangeTheMixture() {
        assertThat(Rng.mix(1, 2, 3)).isEqualTo(Rng.mix(1, 2, 3));
        Set<Long> mixtures = new HashSet<>();
        int count = 0;
        for (long seed = 0; seed < 20; seed++) {
            for (long epoch = 0; epoch < 20; epoch++) {
                for (long index = 0; index < 20; index++) {
                    mixtures.add(Rng.mix(seed, epoch, index));
                    count++;
                }
            }
        }
        mixtures.add(Rng.mix());
        mixtures.add(Rng.mix(0));
        mixtures.add(Rng.mix(0, 0));
        assertThat(mixtures).hasSize(count + 3);
    }

    private static float[] normal(Rng rng) {
        try (Scope scope = Scope.open()) {
            return Tensors.floats(Tensors.zeros(ScalarType.Float, 16).normal_(0, 1, rng.nativeGenerator()));
        }
    }

    private static float[] dropout() {
        try (Scope scope = Scope.open()) {
            Tensor ones = Tensors.zeros(ScalarType.Float, 64).add_(Tensors.of(new float[] {1}, 1));
            return Tensors.floats(torch.dropout(ones, 0.5, true));
        }
    }
}

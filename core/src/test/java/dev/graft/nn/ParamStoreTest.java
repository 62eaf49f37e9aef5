package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParamStoreTest {
    private final ParamStore params = new ParamStore(Device.CPU);

    @AfterEach
    void close() {
        params.close();
    }

    @Test
    void namesComeInTheOrderTheyWereMade() {
        ParamPath stem = params.stage("stem");
        stem.sub("conv1").param("weight", Init.normal(1), 4, 3, 3, 3);
        stem.sub("bn1").param("weight", Init.ONES, 4);
        stem.sub("bn1").buffer("running_mean", Init.ZEROS, 4);
        stem.sub("bn1").longBuffer("num_batches_tracked", Init.ZEROS);
        params.stage("fc").sub("fc").param("bias", Init.ZEROS, 2);

        assertThat(params.entries())
                .extracting(ParamStore.Entry::name)
                .containsExactly(
                        "conv1.weight", "bn1.weight", "bn1.running_mean", "bn1.num_batches_tracked", "fc.bias");
        assertThat(params.parameters())
                .extracting(ParamStore.Entry::name)
                .containsExactly("conv1.weight", "bn1.weight", "fc.bias");
        assertThat(params.entries())
                .extracting(ParamStore.Entry::stage)
                .containsExactly("stem", "stem", "stem", "stem", "fc");
        assertThat(Tensors.type(params.get("bn1.num_batches_tracked"))).isSameAs(ScalarType.Long);
    }

    @Test
    void buffersAreNotCounted() {
        params.stage("a").param("weight", Init.ZEROS, 3, 5);
        params.stage("a").buffer("running_var", Init.ONES, 100);
        params.stage("b").param("bias", Init.ZEROS, 7);

        assertThat(params.parameterCount()).isEqualTo(22);
        assertThat(params.parameterCount(entry -> entry.stage().equals("b"))).isEqualTo(7);
    }

    @Test
    void aNameIsGivenOnce() {
        params.stage("a").sub("fc").param("weight", Init.ZEROS, 1);
        assertThatThrownBy(() -> params.stage("b").sub("fc").buffer("weight", Init.ZEROS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tensors are named fc.weight");
    }

    @Test
    void aNameThatIsNotThereIsNullOrRefused() {
        assertThat(params.find("fc.weight")).isNull();
        assertThatThrownBy(() -> params.get("fc.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no tensor named fc.weight");
    }

    @Test
    void everythingStartsAsZeros() {
        Tensor weight = params.stage("a").param("weight", Init.ONES, 3);
        assertThat(Tensors.floats(weight)).containsOnly(0);
    }

    @Test
    void initializingDependsOnSeedAndNameAlone() {
        Tensor first = params.stage("a").param("first", Init.normal(1), 32);
        Tensor second = params.stage("a").param("second", Init.normal(1), 32);
        params.initialize(7);
        float[] ofFirst = Tensors.floats(first);
        float[] ofSecond = Tensors.floats(second);
        assertThat(ofFirst).isNotEqualTo(ofSecond);

        try (ParamStore other = new ParamStore(Device.CPU)) {
            Tensor alone = other.stage("elsewhere").param("second", Init.normal(1), 32);
            other.initialize(7);
            assertThat(Tensors.floats(alone)).containsExactly(ofSecond);
            other.initialize(8);
            assertThat(Tensors.floats(alone)).isNotEqualTo(ofSecond);
        }
    }

    @Test
    void onlyWhatIsAcceptedIsInitialized() {
        Tensor trunk = params.stage("trunk").param("trunk", Init.ONES, 2);
        Tensor head = params.stage("head").param("head", Init.ONES, 2);
        params.initialize(1, entry -> entry.stage().equals("head"));
        assertThat(Tensors.floats(trunk)).containsOnly(0);
        assertThat(Tensors.floats(head)).containsOnly(1);
    }

    @Test
    void tensorsOutliveTheScopeTheyWereMadeInUntilTheStoreIsClosed() {
        Tensor weight;
        try (Scope scope = Scope.open()) {
            weight = params.stage("a").param("weight", Init.ONES, 2);
            params.initialize(0);
        }
        assertThat(Tensors.floats(weight)).containsExactly(1, 1);
        params.close();
        assertThat(weight.isNull()).isTrue();
        assertThat(params.entries()).isEmpty();
    }
}

package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Memory;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpsTest {
    @Test
    void anInPlaceOperatorChangesTheTensorsThatWereGiven() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensors.of(new float[] {1, 2}, 2);
            Tensor b = Tensors.of(new float[] {3}, 1);

            Ops.call("aten::_foreach_mul_.Scalar", Ops.tensors(List.of(a, b)), Ops.number(0.5));

            assertThat(Tensors.floats(a)).containsExactly(0.5f, 1);
            assertThat(Tensors.floats(b)).containsExactly(1.5f);
        }
    }

    @Test
    void resultsAreOnTheStack() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);

            Tensor permuted = Ops.call("aten::permute", Ops.tensor(x), Ops.integers(2, 0, 1))
                    .get(0)
                    .toTensor();
            Tensor summed = Ops.call(
                            "aten::sum.dim_IntList", Ops.tensor(x), Ops.integers(2), Ops.flag(false), Ops.none())
                    .get(0)
                    .toTensor();

            assertThat(Tensors.shape(permuted)).containsExactly(3, 1, 2);
            assertThat(Tensors.floats(summed)).containsExactly(6, 15);
        }
    }

    @Test
    void integersAreArguments() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);

            Tensor row = Ops.call("aten::select.int", Ops.tensor(x), Ops.integer(0), Ops.integer(1))
                    .get(0)
                    .toTensor();

            assertThat(Tensors.floats(row)).containsExactly(3, 4);
        }
    }

    @Test
    void anOperatorThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Ops.call("aten::does_not_exist.Scalar"))
                .isInstanceOf(TorchException.class)
                .hasMessage("aten::does_not_exist.Scalar: libtorch 2.10.0 has no operator of that name and overload");
    }

    @Test
    void aRefusedCallIsOneLineWithTheOperatorsName() {
        try (Scope scope = Scope.open()) {
            IValue two = Ops.tensor(Tensors.of(new float[] {1, 2}, 2));
            IValue three = Ops.tensor(Tensors.of(new float[] {1, 2, 3}, 3));

            assertThatThrownBy(() -> Ops.call("aten::dot", two, three))
                    .isInstanceOf(TorchException.class)
                    .hasMessageStartingWith("aten::dot: ")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void theNormIsThatOfOneLongVector() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensors.of(new float[] {3, 0}, 2);
            Tensor b = Tensors.of(new float[] {4, 12}, 2, 1);

            assertThat(Fused.norm(List.of(a, b))).isCloseTo(13, within(1e-6));
            assertThat(Fused.norm(List.of())).isZero();
        }
    }

    @Test
    void unscalingDividesAndFindsWhatIsNotFinite() {
        try (Scope scope = Scope.open()) {
            Tensor fine = Tensors.of(new float[] {8, -16}, 2);
            Tensor broken = Tensors.of(new float[] {1, Float.POSITIVE_INFINITY}, 2);

            assertThat(Fused.unscale(List.of(fine), 8)).isTrue();
            assertThat(Tensors.floats(fine)).containsExactly(1, -2);
            assertThat(Fused.unscale(List.of(fine, broken), 8)).isFalse();
            assertThat(Fused.unscale(List.of(), 8)).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlatOverThousandsOfCalls() {
        try (Scope outer = Scope.open()) {
            List<Tensor> tensors = List.of(Tensors.zeros(ScalarType.Float, 100), Tensors.zeros(ScalarType.Float, 100));
            callTimes(tensors, 500);
            long before = Memory.heldMiB();
            callTimes(tensors, 5_000);

            // the fresh tensors alone would be 400 MB
            assertThat(Memory.heldMiB() - before).isLessThan(15);
        }
    }

    private static void callTimes(List<Tensor> tensors, int times) {
        for (int i = 0; i < times; i++) {
            try (Scope scope = Scope.open()) {
                Tensor fresh = Tensors.zeros(ScalarType.Float, 20_000);
                Ops.call("aten::_foreach_norm.Scalar", Ops.tensors(List.of(fresh)), Ops.number(2), Ops.none());
                Ops.call("aten::_foreach_add_.Scalar", Ops.tensors(tensors), Ops.number(1));
                Ops.integers(1, 2, 3);
            }
        }
    }
}

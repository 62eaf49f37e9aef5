package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class AutocastTest {
    @Test
    void isOffUnlessOpened() {
        try (Scope scope = Scope.open()) {
            assertThat(productType()).isEqualTo(ScalarType.Float);
        }
    }

    @Test
    void productsAreInTheShortTypeInsideAndInFloat32Outside() {
        try (Scope scope = Scope.open()) {
            try (Autocast half = Autocast.open(Device.CPU, ScalarType.BFloat16)) {
                assertThat(productType()).isEqualTo(ScalarType.BFloat16);
                try (Autocast inner = Autocast.open(Device.CPU, ScalarType.Half)) {
                    assertThat(productType()).isEqualTo(ScalarType.Half);
                }
                assertThat(productType()).isEqualTo(ScalarType.BFloat16);
            }
            assertThat(productType()).isEqualTo(ScalarType.Float);
            assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        }
    }

    @Test
    void stateIsRestoredWhenTheWorkFails() {
        ScalarType before = torch.get_autocast_dtype(DeviceType.CPU).intern();

        assertThatThrownBy(() -> {
                    try (Autocast half = Autocast.open(Device.CPU, ScalarType.Half)) {
                        throw new IllegalStateException("the work fails");
                    }
                })
                .hasMessage("the work fails");

        assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        assertThat(torch.get_autocast_dtype(DeviceType.CPU).intern()).isEqualTo(before);
    }

    @Test
    void castsOfParametersAreForgottenOnClose() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensors.of(new float[] {2}, 1, 1).set_requires_grad(true);
            Tensor x = Tensors.of(new float[] {3}, 1, 1);
            assertThat(productOf(x, weight)).isCloseTo(6, within(1e-3f));
            weight.data().fill_(new org.bytedeco.pytorch.Scalar(5));

            // a cast kept from before would give 6 again
            assertThat(productOf(x, weight)).isCloseTo(15, within(1e-3f));
        }
    }

    @Test
    void gradientsArriveInFloat32() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensors.of(new float[] {2, 1}, 2, 1).set_requires_grad(true);
            Tensor loss;
            try (Autocast half = Autocast.open(Device.CPU, ScalarType.BFloat16)) {
                loss = Tensors.of(new float[] {3, 4}, 1, 2).matmul(weight).sum();
            }
            loss.backward();

            assertThat(Tensors.type(weight.grad())).isEqualTo(ScalarType.Float);
            assertThat(Tensors.floats(weight.grad())).containsExactly(3, 4);
        }
    }

    @Test
    void onlyShortTypesAreTaken() {
        assertThatThrownBy(() -> Autocast.open(Device.CPU, ScalarType.Double))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("autocast: expected bfloat16 or float16, found float64");
    }

    private static float productOf(Tensor x, Tensor weight) {
        try (Autocast half = Autocast.open(Device.CPU, ScalarType.BFloat16)) {
            return Tensors.floats(x.matmul(weight))[0];
        }
    }

    private static ScalarType productType() {
        Tensor x = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
        return Tensors.type(x.matmul(x));
    }
}

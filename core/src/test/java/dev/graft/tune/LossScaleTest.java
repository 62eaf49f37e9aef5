package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Init;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class LossScaleTest {
    @Test
    void doublesAfterTwoThousandGoodStepsInARow() {
        LossScale scale = LossScale.INITIAL;
        for (int i = 0; i < 1999; i++) {
            scale = scale.next(true);
        }
        assertThat(scale).isEqualTo(new LossScale(65536, 1999));
        assertThat(scale.next(true)).isEqualTo(new LossScale(131072, 0));
    }

    @Test
    void halvesAndCountsAnewAfterABadStep() {
        assertThat(new LossScale(65536, 1999).next(false)).isEqualTo(new LossScale(32768, 0));
    }

    @Test
    void staysAFiniteFloatHoweverLongTrainingIs() {
        double largest = 0x1p127;
        assertThat(new LossScale(largest, 1999).next(true)).isEqualTo(new LossScale(largest, 0));
        assertThat(new LossScale(Double.MIN_NORMAL, 0).next(false).factor()).isPositive();
    }

    @Test
    void scalingAndUnscalingLeavesTheTrueGradient() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            Tensor weight = params.stage("fc").param("w", Init.ZEROS, 2).set_requires_grad(true);
            try (Scope scope = Scope.open()) {
                Tensor loss = weight.mul(Tensors.of(new float[] {3, -5}, 2)).sum();
                LossScale.INITIAL.apply(loss).backward();

                assertThat(Tensors.floats(weight.grad())).containsExactly(3 * 65536f, -5 * 65536f);
                assertThat(LossScale.INITIAL.unscale(params.parameters())).isTrue();
                assertThat(Tensors.floats(weight.grad())).containsExactly(3, -5);
            }
        }
    }

    @Test
    void anInfiniteGradientIsFound() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            Tensor weight = params.stage("fc").param("w", Init.ZEROS, 1).set_requires_grad(true);
            params.stage("fc").param("unused", Init.ZEROS, 1);
            try (Scope scope = Scope.open()) {
                Tensor loss =
                        weight.mul(Tensors.of(new float[] {Float.MAX_VALUE}, 1)).sum();
                LossScale.INITIAL.apply(loss).backward();

                assertThat(LossScale.INITIAL.unscale(params.parameters())).isFalse();
            }
        }
    }

    @Test
    void aFactorMustBePositive() {
        assertThatThrownBy(() -> new LossScale(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss scale: expected a finite factor above 0, found 0.0");
    }
}

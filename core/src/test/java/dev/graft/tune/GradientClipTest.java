package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Init;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Random;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientClipTest {
    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithLibtorchsOwn(long seed) {
        try (Scope scope = Scope.open();
                ParamStore ours = new ParamStore(Device.CPU);
                ParamStore theirs = new ParamStore(Device.CPU)) {
            Random random = new Random(seed);
            double size = Math.pow(10, random.nextInt(5) - 2);
            TensorVector all = new TensorVector();
            for (int i = 0; i < 4; i++) {
                float[] gradient = {
                    (float) (size * random.nextGaussian()), (float) (size * random.nextGaussian()),
                };
                give(ours, "w" + i, gradient);
                all.push_back(give(theirs, "w" + i, gradient));
            }
            ours.stage("s").param("without", Init.ZEROS, 3);

            double norm = GradientClip.byGlobalNorm(ours.parameters(), 1);
            double expected = torch.clip_grad_norm_(all, 1);

            assertThat(norm).isCloseTo(expected, within(1e-5 * expected));
            for (int i = 0; i < 4; i++) {
                float[] found = Tensors.floats(ours.get("w" + i).grad());
                float[] wanted = Tensors.floats(theirs.get("w" + i).grad());
                assertThat(found).containsExactly(wanted, within(1e-6f));
            }
        }
    }

    @Test
    void gradientsBelowTheNormStayToTheBit() {
        try (Scope scope = Scope.open();
                ParamStore params = new ParamStore(Device.CPU)) {
            Tensor weight = give(params, "w", 0.3f, 0.4f);
            assertThat(GradientClip.byGlobalNorm(params.parameters(), 1)).isCloseTo(0.5, within(1e-6));
            assertThat(Tensors.floats(weight.grad())).containsExactly(0.3f, 0.4f);
        }
    }

    @Test
    void aGradientThatIsNoNumberShowsInTheNorm() {
        try (Scope scope = Scope.open();
                ParamStore params = new ParamStore(Device.CPU)) {
            give(params, "w", 0.3f, Float.NaN);
            assertThat(GradientClip.byGlobalNorm(params.parameters(), 1)).isNaN();
        }
    }

    @Test
    void withoutGradientsTheNormIsZero() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            params.stage("s").param("w", Init.ZEROS, 3);
            assertThat(GradientClip.byGlobalNorm(params.parameters(), 1)).isZero();
            assertThatThrownBy(() -> GradientClip.byGlobalNorm(params.parameters(), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("gradient clip: expected a norm above 0, found 0.0");
        }
    }

    private static Tensor give(ParamStore params, String name, float... gradient) {
        Tensor weight = params.stage("s").param(name, Init.ZEROS, gradient.length);
        weight.mutable_grad().put(Tensors.of(gradient, gradient.length));
        return weight;
    }
}

package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayersTest {
    private final ParamStore params = new ParamStore(Device.CPU);
    private final ParamPath path = params.stage("stage");
    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
        params.close();
    }

    @Test
    void convolutionSlidesOverThePaddedInput() {
        Layer conv = Layers.conv2d(path, Conv2d.of(1, 1, 3).withStride(2).withPadding(1));
        set("weight", 0, 0, 0, 0, 1, 0, 0, 0, 2);
        set("bias", 0.5f);
        Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        assertThat(run(conv, x)).containsExactly(11.5f, 3.5f, 7.5f, 9.5f);
    }

    @Test
    void groupsSeeTheirOwnChannels() {
        Layer conv = Layers.conv2d(path, Conv2d.grouped(2, 2, 1, 2).withoutBias());
        assertThat(names()).containsExactly("weight");
        assertThat(Tensors.shape(params.get("weight"))).containsExactly(2, 1, 1, 1);
        set("weight", 10, 100);
        assertThat(run(conv, Tensors.of(new float[] {1, 2}, 1, 2, 1, 1))).containsExactly(10, 200);
    }

    @Test
    void stochasticDepthDropsWholeExamples() {
        Layer drop = Layers.stochasticDepth(0.25);
        Rng.seedGlobal(1);
        int dropped = 0;
        int examples = 4000;
        float[] found = Tensors.floats(drop.forward(ones(examples, 2, 1, 2), Pass.TRAINING));
        for (int i = 0; i < examples; i++) {
            float first = found[4 * i];
            assertThat(first).isIn(0f, 1 / 0.75f);
            for (int j = 1; j < 4; j++) {
                assertThat(found[4 * i + j]).isEqualTo(first);
            }
            dropped += first == 0 ? 1 : 0;
        }
        assertThat((double) dropped / examples).isCloseTo(0.25, offset(0.03));
    }

    @Test
    void stochasticDepthLeavesABlockThatDoesNotTrain() {
        Tensor x = ones(3, 2);
        assertThat(Layers.stochasticDepth(0.9).forward(x, Pass.EVALUATION)).isSameAs(x);
        assertThat(Layers.stochasticDepth(0).forward(x, Pass.TRAINING)).isSameAs(x);
        assertThatIllegalArgumentException().isThrownBy(() -> Layers.stochasticDepth(-0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Layers.stochasticDepth(1))
                .withMessage("stochastic depth: expected a probability of at least 0 and below 1, found 1.0");
    }

    @Test
    void whatStochasticDepthDropsHasNoGradient() {
        Layer block = Layers.residual(
                Layers.sequence((x, pass) -> x.mul(new Scalar(3)), Layers.stochasticDepth(0.5)), Layers.identity());
        Tensor x = ones(64, 1).set_requires_grad(true);
        Rng.seedGlobal(1);
        Tensor y = block.forward(x, Pass.TRAINING);
        y.sum().backward();
        assertThat(Tensors.floats(y)).containsOnly(1, 7).isEqualTo(Tensors.floats(x.grad()));
    }

    private static Tensor ones(long... shape) {
        return Tensors.zeros(ScalarType.Float, shape).fill_(new Scalar(1.0));
    }

    @Test
    void linearIsAProductAndABias() {
        Layer linear = Layers.linear(path.sub("fc"), Linear.of(2, 1));
        assertThat(names()).containsExactly("fc.weight", "fc.bias");
        set("fc.weight", 3, 4);
        set("fc.bias", 1);
        assertThat(run(linear, Tensors.of(new float[] {1, 1, 2, 0}, 2, 2))).containsExactly(8, 7);
        Layer plain = Layers.linear(path.sub("plain"), Linear.of(2, 1).withoutBias());
        set("plain.weight", 3, 4);
        assertThat(run(plain, Tensors.of(new float[] {1, 1}, 1, 2))).containsExactly(7);
    }

    @Test
    void batchNormLearnsStatisticsOnlyWhenItTrains() {
        Layer norm = Layers.batchNorm(path, 1);
        assertThat(names()).containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        params.initialize(0);
        Tensor x = Tensors.of(new float[] {1, 3}, 2, 1, 1, 1);

        float[] evaluated = run(norm, x);
        assertThat(evaluated[0]).isCloseTo(1f, offset(1e-4f));
        assertThat(Tensors.floats(params.get("running_mean"))).containsExactly(0);
        assertThat(Tensors.longs(params.get("num_batches_tracked"))).containsExactly(0);

        float[] trained = Tensors.floats(norm.forward(x, Pass.TRAINING));
        assertThat(trained[0]).isCloseTo(-1f, offset(1e-4f));
        assertThat(Tensors.floats(params.get("running_mean"))).containsExactly(0.2f);
        // unbiased variance 2 with momentum 0.1
        assertThat(Tensors.floats(params.get("running_var"))).containsExactly(1.1f);
        assertThat(Tensors.longs(params.get("num_batches_tracked"))).containsExactly(1);
    }

    @Test
    void rectifiersWriteOverTheirInputOnlyInPlace() {
        Tensor x = Tensors.of(new float[] {-1, 2, 9}, 3);
        assertThat(run(Layers.relu(), x)).containsExactly(0, 2, 9);
        assertThat(run(Layers.relu6(), x)).containsExactly(0, 2, 6);
        assertThat(Tensors.floats(x)).containsExactly(-1, 2, 9);
        assertThat(run(Layers.reluInPlace(), x)).containsExactly(0, 2, 9);
        assertThat(Tensors.floats(x)).containsExactly(0, 2, 9);
        assertThat(run(Layers.relu6InPlace(), x)).containsExactly(0, 2, 6);
        assertThat(Tensors.floats(x)).containsExactly(0, 2, 6);
    }

    @Test
    void poolsTakeTheLargestAndTheMean() {
        Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        assertThat(run(Layers.maxPool(2, 2, 0, false), x)).containsExactly(5);
        assertThat(run(Layers.maxPool(2, 2, 0, true), x)).containsExactly(5, 6, 8, 9);
        assertThat(run(Layers.maxPool(3, 2, 1, false), x)).containsExactly(5, 6, 8, 9);
        assertThat(run(Layers.adaptiveAvgPool(1, 3), x)).containsExactly(4, 5, 6);
        assertThat(run(Layers.globalAvgPool(), x)).containsExactly(5);
        assertThat(Tensors.shape(Layers.globalAvgPool().forward(x, Pass.EVALUATION)))
                .containsExactly(1, 1);
        assertThat(Tensors.shape(Layers.flatten().forward(x, Pass.EVALUATION))).containsExactly(1, 9);
    }

    @Test
    void dropoutDropsOnlyWhenItTrains() {
        Rng.seedGlobal(1);
        Tensor ones = Tensors.zeros(ScalarType.Float, 10_000).fill_(new Scalar(1f));
        Layer dropout = Layers.dropout(0.2);
        assertThat(run(dropout, ones)).containsOnly(1);
        float[] trained = Tensors.floats(dropout.forward(ones, Pass.TRAINING));
        assertThat(trained).containsOnly(0, 1.25f);
        int dropped = 0;
        for (float value : trained) {
            dropped += value == 0 ? 1 : 0;
        }
        assertThat(dropped).isBetween(1_800, 2_200);
        assertThat(Tensors.floats(Layers.dropout(0).forward(ones, Pass.TRAINING)))
                .containsOnly(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Layers.dropout(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Layers.dropout(Double.NaN));
    }

    @Test
    void residualAddsTheShortcut() {
        Layer twice = (x, pass) -> x.add(x);
        Tensor x = Tensors.of(new float[] {1, 2}, 2);
        assertThat(run(Layers.residual(twice, Layers.identity()), x)).containsExactly(3, 6);
        assertThat(run(Layers.sequence(twice, twice), x)).containsExactly(4, 8);
        assertThat(Tensors.floats(x)).containsExactly(1, 2);
    }

    @Test
    void whatAStageMakesOnTheWayIsFreed() {
        List<Tensor> made = new ArrayList<>();
        Layer watched = (x, pass) -> {
            Tensor between = x.add(x);
            made.add(between);
            return between.add(x);
        };
        Tensor x = Tensors.of(new float[] {1, 2}, 2);
        Tensor freeing = Layers.freeing(watched).forward(x, Pass.EVALUATION);
        Tensor staged = new Stage("stage", watched).forward(x, Pass.EVALUATION);
        assertThat(made).allMatch(between -> between.isNull());
        assertThat(Tensors.floats(freeing)).containsExactly(3, 6);
        assertThat(Tensors.floats(staged)).containsExactly(3, 6);
        scope.close();
        assertThat(freeing.isNull()).isTrue();
        assertThat(staged.isNull()).isTrue();
    }

    @Test
    void handlesOfALayerLiveAsLongAsTheStore() {
        TensorOptional owned;
        try (Scope inner = Scope.open()) {
            owned = path.own(new TensorOptional(path.param("weight", Init.ONES, 1)));
        }
        assertThat(owned.isNull()).isFalse();
        params.close();
        assertThat(owned.isNull()).isTrue();
    }

    @Test
    void shapesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> Conv2d.of(0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conv2d.grouped(6, 8, 1, 4))
                .withMessageContaining("do not divide into 4 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> Linear.of(1, 0));
    }

    private List<String> names() {
        return params.entries().stream().map(ParamStore.Entry::name).toList();
    }

    private void set(String name, float... values) {
        Tensor tensor = params.get(name);
        tensor.copy_(Tensors.of(values, Tensors.shape(tensor)));
    }

    private static float[] run(Layer layer, Tensor x) {
        return Tensors.floats(layer.forward(x, Pass.EVALUATION));
    }
}

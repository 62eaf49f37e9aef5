package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionGradientsTest {
    private static final FusedConvolution.Shape SAME = new FusedConvolution.Shape(1, 1, 1);
    private static final int CHANNELS = 256;

    private Scope scope;
    private ConvolutionGradients gradients;

    @BeforeEach
    void open() {
        scope = Scope.open();
        gradients = new ConvolutionGradients(true); // whether this processor gains or not
        Rng.seedGlobal(7);
    }

    @AfterEach
    void close() {
        gradients.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({
        // images, in, out, kernel, side, stride, padding, groups, whether it is ours
        "6, 8, 256, 3, 14, 1, 1, 1, true",
        "17, 8, 260, 3, 15, 2, 1, 1, true",
        "21, 8, 256, 3, 9, 1, 0, 1, true",
        "30, 3, 256, 3, 9, 2, 2, 1, true",
        "7, 64, 256, 3, 28, 1, 1, 1, true", // several chunks, and a smaller one at the end
        "5, 8, 256, 3, 14, 1, 1, 1, false", // few pixels
        "6, 8, 128, 3, 14, 1, 1, 1, false", // few channels
        "6, 8, 256, 1, 14, 1, 0, 1, false",
        "6, 8, 256, 3, 14, 1, 1, 4, false",
        "6, 3, 256, 7, 32, 2, 3, 1, false"
    })
    void gradientsAreThoseOfAutograd(
            int images, int in, int out, int kernel, int side, int stride, int padding, int groups, boolean ours) {
        FusedConvolution.Shape shape = new FusedConvolution.Shape(stride, padding, groups);
        for (boolean inputLearns : List.of(true, false)) {
            Tensor x = images(images, in, side).set_requires_grad(inputLearns);
            Tensor weight = learning(out, in / groups, kernel, kernel);

            Tensor y = gradients.conv2d(x, weight, shape);
            assertThat(gradients.pending()).isEqualTo(ours ? 1 : 0);
            gradients.backward(loss(y));
            assertThat(gradients.pending()).isZero();
            float[] ofWeight = taken(weight);
            float[] ofInput = inputLearns ? taken(x) : new float[0];
            loss(plain(x, weight, shape)).backward();

            assertClose(ofWeight, taken(weight));
            assertClose(ofInput, inputLearns ? taken(x) : new float[0]);
        }
    }

    @Test
    void autogradDoesAllWithoutProducts() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        try (ConvolutionGradients none = new ConvolutionGradients(false)) {
            Tensor y = none.conv2d(images(12, CHANNELS, 10), weight, SAME);
            assertThat(none.pending()).isZero();
            none.backward(loss(y));
        }
        assertThat(weight.grad().defined()).isTrue();
    }

    @Test
    void theyRunThroughLayersAndBranches() {
        Tensor x = images(12, CHANNELS, 10);
        Tensor first = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor second = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor third = learning(CHANNELS, CHANNELS, 3, 3);
        BinaryOperator<Tensor> ours = (in, weight) -> gradients.conv2d(in, weight, SAME);
        gradients.backward(loss(branches(x, first, second, third, ours)));
        List<float[]> found = List.of(taken(first), taken(second), taken(third));
        loss(branches(x, first, second, third, (in, weight) -> plain(in, weight, SAME)))
                .backward();
        List<Tensor> weights = List.of(first, second, third);
        for (int i = 0; i < weights.size(); i++) {
            assertClose(found.get(i), taken(weights.get(i)));
        }
    }

    private static Tensor branches(
            Tensor x, Tensor first, Tensor second, Tensor third, BinaryOperator<Tensor> convolution) {
        Tensor stem = convolution.apply(x, first).tanh();
        Tensor body = convolution.apply(stem, second).tanh();
        return body.add(convolution.apply(stem, third)).add(stem);
    }

    @Test
    void gradientsOfSeveralPassesAddUp() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor x = images(12, CHANNELS, 10);
        gradients.backward(loss(gradients.conv2d(x, weight, SAME)));
        float[] once = Tensors.floats(weight.grad());
        gradients.backward(loss(gradients.conv2d(x, weight, SAME)));
        for (int i = 0; i < once.length; i++) {
            once[i] *= 2;
        }
        assertClose(taken(weight), once);
    }

    @Test
    void aWeightUsedTwiceGetsBothGradients() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor x = images(12, CHANNELS, 10);
        gradients.backward(
                loss(gradients.conv2d(gradients.conv2d(x, weight, SAME).tanh(), weight, SAME)));
        float[] found = taken(weight);
        loss(plain(plain(x, weight, SAME).tanh(), weight, SAME)).backward();
        assertClose(found, taken(weight));
    }

    @Test
    void aResultThatNothingDependsOnHasNoGradient() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor other = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor x = images(12, CHANNELS, 10);
        gradients.conv2d(x, other, SAME);
        gradients.backward(loss(gradients.conv2d(x, weight, SAME)));
        assertThat(weight.grad().defined()).isTrue();
        assertThat(other.grad().defined()).isFalse();
    }

    @Test
    void aFrozenWeightGetsNone() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor frozen = learning(CHANNELS, CHANNELS, 3, 3).set_requires_grad(false);
        Tensor x = images(12, CHANNELS, 10);
        gradients.backward(
                loss(gradients.conv2d(gradients.conv2d(x, weight, SAME).tanh(), frozen, SAME)));
        assertThat(weight.grad().defined()).isTrue();
        assertThat(frozen.grad().defined()).isFalse();
    }

    @Test
    void anInputThatWasOverwrittenIsNotTrusted() {
        Tensor weight = learning(CHANNELS, CHANNELS, 3, 3);
        Tensor x = images(12, CHANNELS, 10);
        Tensor loss = loss(gradients.conv2d(x, weight, SAME));
        x.add_(new Scalar(1));
        assertThatThrownBy(() -> gradients.backward(loss)).hasMessageContaining("overwritten");
        // and what was left of it does not disturb the next pass
        gradients.backward(loss(gradients.conv2d(x, weight, SAME)));
    }

    private static Tensor images(int count, int channels, int side) {
        return torch.randn(new long[] {count, channels, side, side}).contiguous(MemoryFormat.ChannelsLast);
    }

    private static Tensor learning(long... shape) {
        Tensor weight = torch.randn(shape);
        weight.requires_grad_(true);
        return weight;
    }

    private static Tensor plain(Tensor x, Tensor weight, FusedConvolution.Shape shape) {
        return torch.conv2d(
                x,
                weight,
                new TensorOptional(),
                shape.strides(),
                shape.paddings(),
                FusedConvolution.Shape.dilations(),
                shape.groups());
    }

    /// Something whose gradient differs from pixel to pixel.
    private static Tensor loss(Tensor y) {
        return y.mul(y).mean();
    }

    private static float[] taken(Tensor tensor) {
        float[] gradient = Tensors.floats(tensor.grad());
        tensor.mutable_grad().reset();
        return gradient;
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        float greatest = 0;
        for (float value : expected) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(greatest * 2e-5f));
        }
    }
}

package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
        Rng.seedGlobal(3);
        Threads.set(2);
    }

    @AfterEach
    void close() {
        scope.close();
        Threads.set(Threads.available());
    }

    private static Tensor learning(long... shape) {
        return torch.randn(shape).requires_grad_(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resultAndGradientsAreThoseOfALinearLayer(boolean withBias) {
        Tensor x = learning(8, 128, 256);
        Tensor weight = learning(300, 256);
        Tensor bias = learning(300);
        TensorOptional added = withBias ? new TensorOptional(bias) : new TensorOptional();
        assertThat(Products.isShared(x, weight)).isEqualTo(torch.hasMKLDNN());

        Tensor y = Products.linear(x, weight, added);
        assertThat(Tensors.shape(y)).containsExactly(8, 128, 300);
        assertThat(y.is_contiguous()).isTrue();
        y.square().mean().backward();
        Tensor expected =
                torch.linear(x.detach(), weight.detach(), withBias ? new TensorOptional(bias.detach()) : added);
        assertClose(y.detach(), expected);

        Tensor otherX = x.detach().clone().requires_grad_(true);
        Tensor otherWeight = weight.detach().clone().requires_grad_(true);
        torch.linear(otherX, otherWeight, withBias ? new TensorOptional(bias.detach()) : added)
                .square()
                .mean()
                .backward();
        assertClose(x.grad(), otherX.grad());
        assertClose(weight.grad(), otherWeight.grad());
        assertThat(bias.grad().defined()).isEqualTo(withBias);
    }

    @Test
    void whatIsSmallOrAloneOrLaidOutOtherwiseIsLinears() {
        Tensor weight = learning(300, 256);
        assertThat(Products.isShared(learning(16, 256), weight)).isFalse();
        assertThat(Products.isShared(learning(256, 1024).t(), weight)).isFalse();
        Threads.set(1);
        assertThat(Products.isShared(learning(1024, 256), weight)).isFalse();
    }

    private static void assertClose(Tensor found, Tensor expected) {
        double largest = expected.abs().max().item_double();
        assertThat(found.sub(expected).abs().max().item_double() / largest).isLessThan(1e-5);
    }
}

package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Adapters;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Folded norms, fused activations and packed weights change nothing but the last digits.
class FrozenStagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "graft-nano",
                "resnet18",
                "resnet50",
                "resnext50_32x4d",
                "mobilenet_v2",
                "squeezenet1_1",
                "cifar_resnet20",
                "tf_efficientnet_lite0",
                "efficientnet_lite0"
            })
    void anyFamilyComesToTheSame(String name) {
        try (Network network = network(name);
                Scope scope = Scope.open()) {
            assertSame(network, Portable.inputs(3, 3, 64, 64), 2e-5);
            Portable.convert(network.params(), ScalarType.Double);
            assertSame(network, Portable.inputs(1, 3, 32, 32).to(ScalarType.Double), 1e-12);
        }
    }

    /// TensorFlow's padding is another along odd sides, and stages that are open meet images of both.
    @Test
    void samePaddingFollowsTheSides() {
        try (Network network = network("tf_efficientnet_lite0");
                Scope scope = Scope.open();
                FrozenStages all = network.frozen(0, network.stages().size())) {
            for (long[] shape : new long[][] {{2, 3, 65, 76}, {2, 3, 76, 65}, {2, 3, 64, 64}, {2, 3, 65, 76}}) {
                Tensor x = Portable.inputs(shape);
                assertClose(all.run(x, List.of()), network.forward(x), 2e-5);
            }
        }
    }

    @Test
    void aSliceTakesWhatTheOneBeforeItMade() {
        try (Network network = network("mobilenet_v2");
                Scope scope = Scope.open();
                FrozenStages first = network.frozen(0, 7);
                FrozenStages rest = network.frozen(7, network.stages().size())) {
            Tensor x = Portable.inputs(2, 3, 64, 64);
            Tensor expected = network.forward(x);
            Tensor middle = first.run(x, List.of());
            byte[] before = Tensors.bytes(middle);
            assertClose(rest.run(middle, List.of()), expected, 2e-5);
            assertThat(Tensors.bytes(middle))
                    .as("what is kept is not written over")
                    .isEqualTo(before);
        }
    }

    @Test
    void anAdapterIsPartOfTheWeights() {
        try (Network network = network("resnet18");
                Scope scope = Scope.open()) {
            Adapters.attach(network, Lora.of(4), 1);
            try (NoGradGuard guard = new NoGradGuard()) {
                for (ParamStore.Entry entry : network.params().parameters()) {
                    if (Adapters.isAdapter(entry.name())) {
                        entry.tensor().add_(new Scalar(0.01));
                    }
                }
            }
            assertSame(network, Portable.inputs(2, 3, 64, 64), 2e-5);
        }
    }

    @Test
    void weightsAreThoseOfTheMomentItWasOpened() {
        try (Network network = network("graft-nano");
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor x = Portable.inputs(2, 3, 64, 64);
            try (FrozenStages old = network.frozen(0, network.stages().size())) {
                old.run(x, List.of());
            }
            network.params().get("layer1.0.conv1.weight").mul_(new Scalar(2.0));
            network.params().get("layer2.0.bn1.running_mean").add_(new Scalar(0.5));
            assertSame(network, x, 2e-5);
        }
    }

    private static Network network(String name) {
        Network network = Zoo.create(name, NetworkOptions.of(10), Device.CPU);
        Portable.fill(network.params());
        return network;
    }

    private static void assertSame(Network network, Tensor x, double tolerance) {
        try (FrozenStages all = network.frozen(0, network.stages().size())) {
            assertClose(all.run(x, List.of()), network.forward(x), tolerance);
        }
    }

    private static void assertClose(Tensor found, Tensor expected, double tolerance) {
        double largest = expected.abs().max().item_double();
        assertThat(largest).isGreaterThan(0);
        assertThat(found.sub(expected).abs().max().item_double() / largest)
                .as("largest difference, of the largest logit")
                .isCloseTo(0, within(tolerance));
    }
}

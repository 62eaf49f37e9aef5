package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks start as their reference implementation starts them.
class InitializationTest {

    @ParameterizedTest
    @CsvSource({
        // kaiming normal, fan out: sqrt(2 / (out * k * k))
        "resnet18, conv1.weight, normal, 0.02526",
        "resnet50, layer4.2.conv2.weight, normal, 0.02083",
        "resnext50_32x4d, layer4.2.conv2.weight, normal, 0.01473",
        "graft-nano, layer4.0.downsample.0.weight, normal, 0.08839",
        "mobilenet_v2, features.18.0.weight, normal, 0.03953",
        "mobilenet_v2, classifier.1.weight, normal, 0.01",
        "squeezenet1_1, classifier.1.weight, normal, 0.01",
        "tf_efficientnet_lite0, conv_head.weight, normal, 0.03953",
        // the fan out of one group: sqrt(2 / (k * k))
        "tf_efficientnet_lite0, blocks.5.1.conv_dw.weight, normal, 0.28284",
        // kaiming normal, fan in
        "cifar_resnet56, layer3.0.conv1.weight, normal, 0.08333",
        "cifar_resnet56, linear.weight, normal, 0.17678",
        // uniform: a bound of sqrt(6 / fan in), or 1 / sqrt(fan in), over sqrt(3)
        "squeezenet1_1, features.12.expand3x3.weight, uniform, 0.05893",
        "resnet18, fc.weight, uniform, 0.02552",
        "resnet18, fc.bias, uniform, 0.02552",
        "cifar_resnet56, linear.bias, uniform, 0.07217",
        "tf_efficientnet_lite0, classifier.weight, uniform, 0.01614",
    })
    void spreadIsTheReferences(String name, String tensor, String shape, double deviation) {
        try (Network network = Zoo.create(name, 1000, 3, Device.CPU);
                Scope scope = Scope.open()) {
            network.params().initialize(1);
            Tensor values = network.params().get(tensor);
            double found = values.norm().item_double() / Math.sqrt((double) values.numel());
            assertThat(found).isCloseTo(deviation, withPercentage(5));
            double largest = values.abs().max().item_double();
            double bound = deviation * Math.sqrt(3);
            if (shape.equals("uniform")) {
                assertThat(largest).isBetween(0.97 * bound, 1.001 * bound);
            } else {
                assertThat(largest).isGreaterThan(1.2 * bound);
            }
        }
    }

    @Test
    void normsStartNeutralAndConvolutionBiasesAtZero() {
        try (Network network = Zoo.create("mobilenet_v2", 10, 3, Device.CPU)) {
            network.params().initialize(1);
            assertThat(Tensors.floats(network.params().get("features.0.1.weight")))
                    .containsOnly(1f);
            assertThat(Tensors.floats(network.params().get("features.0.1.bias")))
                    .containsOnly(0f);
            assertThat(Tensors.floats(network.params().get("features.0.1.running_var")))
                    .containsOnly(1f);
            assertThat(Tensors.floats(network.params().get("classifier.1.bias")))
                    .containsOnly(0f);
        }
        try (Network network = Zoo.create("squeezenet1_0", 10, 3, Device.CPU)) {
            network.params().initialize(1);
            assertThat(Tensors.floats(network.params().get("features.0.bias"))).containsOnly(0f);
        }
    }
}

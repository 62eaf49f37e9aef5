package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Portable;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Loss, gradients and BatchNorm buffers of one training pass are PyTorch's.
class TrainingParityTest {
    private static final double BUFFERS_AND_LOSS = 1e-4;

    /// Rounding grows on the way back through many batch norms over few values: two float32 runs of PyTorch itself
    /// differ by this much in the deep networks, so these numbers prove the arithmetic in float32 and
    /// [#inDoublePrecision(String)] proves the networks.
    @NeedsShared("parity/train")
    @ParameterizedTest
    @CsvSource({"resnet18, 1e-4, 0", "squeezenet1_1, 1e-4, 0", "resnet50, 1e-2, 1e-4", "mobilenet_v2, 1e-2, 1e-3"})
    void inSinglePrecision(String name, double relative, double ofLargest) {
        JsonNode expected = Shared.json("parity/train/" + name + ".json");
        compare(expected, expected, ScalarType.Float, new Tolerance(relative, ofLargest));
    }

    @NeedsShared("parity/modern/timm")
    @ParameterizedTest
    @ValueSource(strings = "tf_efficientnet_lite0")
    void inSinglePrecisionOfTimm(String name) {
        JsonNode model = Shared.json("parity/modern/timm/" + name + ".json");
        compare(model, model.get("train"), ScalarType.Float, new Tolerance(1e-2, 1e-3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18",
                "resnet50",
                "mobilenet_v2",
                "squeezenet1_1",
                "tf_efficientnet_lite0",
                "efficientnet_lite0"
            })
    void inDoublePrecision(String name) {
        JsonNode expected = Reference.read(Reference.goldens().resolve("train/" + name + ".json"))
                .json();
        compare(expected, expected, ScalarType.Double, new Tolerance(1e-6, 1e-9));
    }

    /// @param relative  of a gradient's own norm
    /// @param ofLargest of the largest gradient's norm: where the exact gradient is 0, there is only rounding
    private record Tolerance(double relative, double ofLargest) {
        Offset<Double> around(double expected, double largest) {
            return Offset.offset(relative * expected + ofLargest * largest);
        }
    }

    /// @param model    which it is
    /// @param expected of one training pass
    private static void compare(JsonNode model, JsonNode expected, ScalarType type, Tolerance tolerance) {
        NetworkOptions options =
                NetworkOptions.of(model.get("num_classes").asInt()).withDropout(0);
        try (Network network = Zoo.create(model.get("model").asString(), options, Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            Portable.convert(network.params(), type);
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            double loss = trainOnce(network, expected, type);
            check("loss", loss, expected.get("loss").asDouble());
            compareGradients(network.params(), expected.get("grad_l2"), tolerance);
            compareBuffers(network.params(), expected.get("buffer_l2_after"));
        }
    }

    private static double trainOnce(Network network, JsonNode expected, ScalarType type) {
        Tensor images = Portable.inputs(Reference.longs(expected.get("input"))).to(type);
        long[] labels = Reference.longs(expected.get("labels"));
        Tensor logits = network.run(0, network.stages().size(), images, List.of(), stage -> true);
        Tensor loss = torch.cross_entropy_loss(logits, Tensors.of(labels, labels.length));
        loss.backward();
        return loss.item().toDouble();
    }

    private static void compareGradients(ParamStore params, JsonNode expected, Tolerance tolerance) {
        assertThat(params.parameters().stream().map(ParamStore.Entry::name))
                .containsExactlyElementsOf(expected.propertyNames());
        double largest =
                expected.values().stream().mapToDouble(JsonNode::asDouble).max().orElseThrow();
        for (ParamStore.Entry entry : params.parameters()) {
            double norm = expected.get(entry.name()).asDouble();
            assertThat(norm(entry.tensor().grad()))
                    .as("gradient of %s", entry.name())
                    .isCloseTo(norm, tolerance.around(norm, largest));
        }
    }

    private static void compareBuffers(ParamStore params, JsonNode expected) {
        for (ParamStore.Entry entry : params.entries()) {
            if (entry.name().endsWith("num_batches_tracked")) {
                assertThat(Tensors.longs(entry.tensor())).as(entry.name()).containsExactly(1);
            } else if (!entry.isParameter()) {
                check(
                        entry.name(),
                        norm(entry.tensor()),
                        expected.get(entry.name()).asDouble());
            }
        }
    }

    private static double norm(Tensor tensor) {
        return tensor.norm().item().toDouble();
    }

    private static void check(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, Offset.offset(BUFFERS_AND_LOSS * expected));
    }
}

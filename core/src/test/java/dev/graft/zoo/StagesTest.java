package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.nn.Stage;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Portable;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// How networks are cut into stages.
class StagesTest {

    @Test
    void resnetHasAStagePerLayer() {
        List<String> stages = List.of("stem", "layer1", "layer2", "layer3", "layer4", "avgpool", "fc");
        assertThat(stages("resnet18")).isEqualTo(stages);
        assertThat(stages("resnext50_32x4d")).isEqualTo(stages);
        assertThat(stages("graft-nano")).isEqualTo(stages);
        assertThat(stages("cifar_resnet20")).containsExactly("stem", "layer1", "layer2", "layer3", "avgpool", "linear");
    }

    @Test
    void mobilenetHasAStagePerFeature() {
        Stream<String> features = IntStream.rangeClosed(0, 18).mapToObj(i -> "features." + i);
        assertThat(stages("mobilenet_v2"))
                .isEqualTo(Stream.concat(features, Stream.of("avgpool", "classifier"))
                        .toList());
    }

    @Test
    void efficientnetHasAStagePerGroupOfBlocks() {
        Stream<String> groups = IntStream.range(0, 7).mapToObj(i -> "blocks." + i);
        List<String> stages = Stream.of(Stream.of("stem"), groups, Stream.of("conv_head", "global_pool", "classifier"))
                .flatMap(part -> part)
                .toList();
        assertThat(stages("tf_efficientnet_lite0")).isEqualTo(stages);
        assertThat(stages("efficientnet_lite4")).isEqualTo(stages);
    }

    @Test
    void squeezenetHasAStagePerConvolutionAndFireModule() {
        assertThat(stages("squeezenet1_0")).isEqualTo(features(0, 3, 4, 5, 7, 8, 9, 10, 12));
        assertThat(stages("squeezenet1_1")).isEqualTo(features(0, 3, 4, 6, 7, 9, 10, 11, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18",
                "resnet50",
                "mobilenet_v2",
                "squeezenet1_0",
                "cifar_resnet20",
                "graft-nano",
                "tf_efficientnet_lite0"
            })
    void stagesLeaveTheirInputAsItWas(String name) {
        try (Network network = Zoo.create(name, 5, 3, Device.CPU);
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Portable.fill(network.params());
            Tensor x = Portable.inputs(2, 3, 64, 64);
            for (int i = 0; i < network.stages().size(); i++) {
                float[] before = Tensors.floats(x);
                Tensor y = network.run(i, i + 1, x, List.of(), stage -> true);
                assertThat(Tensors.floats(x)).as(network.stages().get(i).name()).isEqualTo(before);
                x = y;
            }
            assertThat(Tensors.shape(x)).containsExactly(2, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "mobilenet_v2", "cifar_resnet20", "graft-nano", "tf_efficientnet_lite0"})
    void theHeadTakesPooledFeatures(String name) {
        try (Network network = Zoo.create(name, 5, 3, Device.CPU);
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Portable.fill(network.params());
            Tensor x = Portable.inputs(2, 3, 64, 64);
            int head = network.stages().size() - 1;
            Tensor features = network.run(0, head, x, List.of(), stage -> false);
            assertThat(features.dim()).isEqualTo(2);
            Tensor logits = network.run(head, head + 1, features, List.of(), stage -> false);
            assertThat(Tensors.floats(logits)).isEqualTo(Tensors.floats(network.forward(x)));
        }
    }

    @NeedsShared("parity/resnet18_counts.json")
    @Test
    void resnet18CountsByStage() {
        JsonNode expected = Shared.json("parity/resnet18_counts.json");
        try (Network network =
                Zoo.create("resnet18", expected.get("num_classes").asInt(), 3, Device.CPU)) {
            assertThat(network.params().parameterCount())
                    .isEqualTo(expected.get("total").asLong());
            assertThat(count(network, "fc")).isEqualTo(expected.get("fc").asLong());
            assertThat(count(network, "layer4", "fc"))
                    .isEqualTo(expected.get("layer4_fc").asLong());
            assertThat(count(network, "layer3", "layer4", "fc"))
                    .isEqualTo(expected.get("layer3_layer4_fc").asLong());
            assertThat(count(network, "stem", "layer1", "layer2"))
                    .isEqualTo(expected.get("early").asLong());
            assertThat(count(network, "layer3", "layer4"))
                    .isEqualTo(expected.get("late").asLong());
        }
    }

    private static long count(Network network, String... stages) {
        Set<String> wanted = Set.of(stages);
        return network.params().parameterCount(entry -> wanted.contains(entry.stage()));
    }

    private static List<String> stages(String name) {
        try (Network network = Zoo.create(name, 2, 3, Device.CPU)) {
            return network.stages().stream().map(Stage::name).toList();
        }
    }

    private static List<String> features(int... numbers) {
        Stream<String> features = IntStream.of(numbers).mapToObj(i -> "features." + i);
        return Stream.concat(features, Stream.of("classifier")).toList();
    }
}

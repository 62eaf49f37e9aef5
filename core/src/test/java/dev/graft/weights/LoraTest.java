package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Adapters;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Init;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.nn.StageModes;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class LoraTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "mobilenet_v2", "squeezenet1_1"})
    void freshAdaptersChangeNothingToTheLastDigit(String name) {
        try (Network network = network(name)) {
            byte[] before = logits(network);
            Adapters.attach(network, Lora.of(4), 7);
            assertThat(logits(network)).isEqualTo(before);
            assertThat(Adapters.of(network)).contains(Lora.of(4));
        }
    }

    @Test
    void theyTrainAsManyParametersAsTheFormulaSays() {
        try (Network network = network("resnet18")) {
            long before = network.params().parameterCount();
            List<String> layers = Adapters.attach(network, Lora.of(4), 7);
            assertThat(layers).hasSize(20).doesNotContain("fc").contains("conv1", "layer4.0.downsample.0");
            long expected = 0;
            for (String layer : layers) {
                Tensor weight = network.params().get(layer + ".weight"); // [out, in, k, k]
                expected += 4 * (weight.numel() / weight.size(0) + weight.size(0));
            }
            assertThat(network.params().parameterCount() - before).isEqualTo(expected);
            assertThat(network.params().parameterCount(entry -> Adapters.isAdapter(entry.name())))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "mobilenet_v2"})
    void mergedIsEqualToUnmergedAndAPlainNetworkAgain(String name) {
        try (Network network = network(name);
                Scope scope = Scope.open()) {
            List<String> names = names(network);
            Adapters.attach(network, Lora.of(4).withAlpha(4), 7);
            fillB(network);
            Tensor beside = network.forward(Portable.inputs(2, 3, 64, 64));
            assertThat(network.params().merged().keySet()).containsExactlyElementsOf(names);
            Adapters.merge(network);
            Tensor merged = network.forward(Portable.inputs(2, 3, 64, 64));
            assertThat(merged.sub(beside).norm().item_double())
                    .isLessThan(1e-5 * beside.norm().item_double());
            assertThat(names(network)).isEqualTo(names);
            assertThat(Adapters.layers(network)).isEmpty();
        }
    }

    @Test
    void outputsAndGradientsArePyTorchs() {
        JsonNode golden = Golden.json("lora/values.json");
        try (Network network = small();
                Scope scope = Scope.open()) {
            Adapters.attach(network, new Lora(2, 6, 0, List.of("*")), 7);
            Portable.fill(network.params());
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            Tensor logits = network.run(0, 2, Portable.inputs(3, 3, 8, 8), List.of(), stage -> true);
            torch.cross_entropy_loss(logits, Tensors.of(new long[] {0, 2, 4}, 3))
                    .backward();
            assertClose(logits.detach(), golden.get("logits"));
            golden.get("gradients")
                    .forEachEntry((name, expected) ->
                            assertClose(network.params().get(name).grad(), expected));
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(false));
            Adapters.merge(network);
            assertClose(network.forward(Portable.inputs(3, 3, 8, 8)), golden.get("merged"));
        }
    }

    @Test
    void theirDropoutIsForTrainingOnly() {
        try (Network network = small();
                Scope scope = Scope.open()) {
            Adapters.attach(network, Lora.of(2).withDropout(0.5), 7);
            Portable.fill(network.params());
            Tensor x = Portable.inputs(3, 3, 8, 8);
            try (NoGradGuard guard = new NoGradGuard()) {
                Tensor one = network.forward(x);
                assertThat(Tensors.bytes(network.forward(x))).isEqualTo(Tensors.bytes(one));
                Rng.seedGlobal(1);
                Tensor first = network.run(0, 2, x, List.of(), stage -> true);
                Rng.seedGlobal(2);
                Tensor second = network.run(0, 2, x, List.of(), stage -> true);
                assertThat(Tensors.bytes(first)).isNotEqualTo(Tensors.bytes(second));
                assertThat(Tensors.bytes(network.run(0, 2, x, List.of(), StageModes.EVALUATION)))
                        .isEqualTo(Tensors.bytes(one));
            }
        }
    }

    @Test
    void aFolderIsPeftsAndComesBackTheSame() throws IOException {
        byte[] before;
        try (Network network = network("mobilenet_v2")) {
            Adapters.attach(network, Lora.of(4).withDropout(0.1), 7);
            fillB(network);
            PeftAdapter.write(folder, network);
            before = logits(network);
        }
        JsonNode config = new ObjectMapper()
                .readTree(folder.resolve("adapter_config.json").toFile());
        assertThat(config.get("peft_type").asString()).isEqualTo("LORA");
        assertThat(config.get("r").asInt()).isEqualTo(4);
        assertThat(config.get("lora_alpha").toString()).isEqualTo("8");
        assertThat(config.at("/modules_to_save/0").asString()).isEqualTo("classifier.1");
        assertThat(config.get("target_modules")).hasSize(35); // 52 convolutions, 17 of them depthwise
        try (StateDict saved = WeightsFile.read(folder.resolve("adapter_model.safetensors"))) {
            assertThat(saved.tensors())
                    .hasSize(2 * 35 + 2)
                    .containsKeys(
                            "base_model.model.features.0.0.lora_A.weight",
                            "base_model.model.features.0.0.lora_B.weight",
                            "base_model.model.classifier.1.weight",
                            "base_model.model.classifier.1.bias");
        }
        try (Network network = network("mobilenet_v2")) {
            network.params().initialize(99, entry -> entry.stage().equals("classifier"));
            PeftAdapter.read(folder, network);
            assertThat(logits(network)).isEqualTo(before);
            assertThat(Adapters.of(network).orElseThrow().dropout()).isEqualTo(0.1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"LORA\" | \"IA3\" | adapter_config.json: expected peft_type LORA, found IA3",
                "\"use_dora\" : false | \"use_dora\" : true | use_dora: expected false, found true, which Graft does not",
                "\"rank_pattern\" : { } | \"rank_pattern\" : {\"fc\": 3} | rank_pattern: expected {}, found",
                "\"r\" : 2 | \"r\" : 0 | lora: rank: expected 1 to 4096, found 0",
                "\"r\" : 2 | \"r\" : 3 | expected [3, 3, 3, 3], found [2, 3, 3, 3]; the adapter is of another network or rank",
                "{ | [ | adapter_config.json: not JSON: ",
            })
    void whatCannotBeReadIsNamed(String right, String wrong, String message) throws IOException {
        try (Network network = small()) {
            Adapters.attach(network, Lora.of(2), 7);
            PeftAdapter.write(folder, network);
        }
        Path config = folder.resolve("adapter_config.json");
        String text = Files.readString(config);
        assertThat(text).contains(right);
        Files.writeString(config, text.replaceFirst(Pattern.quote(right), wrong));
        try (Network network = small()) {
            assertThatThrownBy(() -> PeftAdapter.read(folder, network))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining(message)
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void anotherNetworkAndNoFolderAreNamed() {
        try (Network network = small()) {
            Adapters.attach(network, Lora.of(2), 7);
            PeftAdapter.write(folder, network);
        }
        try (Network other = network("squeezenet1_1")) {
            assertThatThrownBy(() -> PeftAdapter.read(folder, other))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("does not fit squeezenet1_1: lora: 'conv' matches no linear or convolution");
            Path nothing = folder.resolve("nothing");
            assertThatThrownBy(() -> PeftAdapter.read(nothing, other))
                    .hasMessageContaining("expected the folder of a PEFT adapter, found no such file");
            assertThatThrownBy(() -> PeftAdapter.write(folder, other))
                    .hasMessage("squeezenet1_1: has no adapters to write");
        }
    }

    @Test
    void targetsAreLayers() {
        try (Network network = network("mobilenet_v2")) {
            assertThatThrownBy(() -> Adapters.attach(network, Lora.of(2).withTargets(List.of("features.99.*")), 7))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "lora: 'features.99.*' matches no linear or convolution layer of mobilenet_v2;"
                                    + " nearest: features.");
            assertThatThrownBy(
                            () -> Adapters.attach(network, Lora.of(2).withTargets(List.of("features.1.conv.0.0")), 7))
                    .hasMessage("lora: 'features.1.conv.0.0' names only convolutions in groups, which cannot have an"
                            + " adapter");
            assertThat(Adapters.attach(network, Lora.of(2).withTargets(List.of("features.18.*", "classifier.1")), 7))
                    .containsExactly("features.18.0", "classifier.1");
            assertThatThrownBy(() -> Adapters.attach(network, Lora.of(2), 7))
                    .hasMessageContaining("already has adapters");
        }
        assertThatThrownBy(() -> Lora.of(0)).hasMessage("lora: rank: expected 1 to 4096, found 0");
        assertThatThrownBy(() -> Lora.of(2).withAlpha(0)).hasMessage("lora: alpha: expected above 0, found 0.0");
        assertThatThrownBy(() -> Lora.of(2).withDropout(1)).hasMessageContaining("lora: dropout: expected");
    }

    private static Network network(String name) {
        Network network = Zoo.create(name, NetworkOptions.of(10), Device.CPU);
        Portable.fill(network.params());
        return network;
    }

    private static Network small() {
        ParamStore params = new ParamStore(Device.CPU);
        Stage conv = new Stage(
                "conv",
                Layers.conv2d(
                                params.stage("conv").sub("conv"),
                                Conv2d.of(3, 4, 3).withStride(2).withPadding(1))
                        .then(Layers.relu())
                        .then(Layers.globalAvgPool()));
        Stage fc = new Stage("fc", Layers.linear(params.stage("fc").sub("fc"), Linear.of(4, 5)));
        return new Network("small", params, List.of(conv, fc));
    }

    private static void fillB(Network network) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamStore.Entry entry : network.params().entries()) {
                if (entry.name().endsWith("lora_B.weight")) {
                    Init.normal(0.01).fill(entry.tensor(), Rng.of(entry.name().hashCode()));
                }
            }
        }
    }

    private static byte[] logits(Network network) {
        try (Scope scope = Scope.open()) {
            return Tensors.bytes(network.forward(Portable.inputs(2, 3, 64, 64)));
        }
    }

    private static List<String> names(Network network) {
        return network.params().entries().stream().map(ParamStore.Entry::name).toList();
    }

    private static void assertClose(Tensor found, JsonNode expected) {
        float[] values = Tensors.floats(found.contiguous());
        assertThat(values).hasSize(expected.size());
        for (int i = 0; i < values.length; i++) {
            double value = expected.get(i).asDouble();
            assertThat((double) values[i]).isCloseTo(value, within(1e-6 + 1e-5 * Math.abs(value)));
        }
    }
}

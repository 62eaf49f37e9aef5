package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.weights.HubFile;
import dev.graft.weights.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZooTest {

    @ParameterizedTest
    @MethodSource("cards")
    void cardTellsTheTruthAboutItsNetwork(ModelCard card) {
        try (Network network = Zoo.create(card.name(), card.classes(), 3, Device.CPU)) {
            assertThat(network.name()).isEqualTo(card.name());
            assertThat(network.params().parameterCount()).isEqualTo(card.parameters());
            assertThat(network.head().name()).isEqualTo(card.head());
            assertThat(network.trainableStages()).endsWith(card.head());
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void cardSaysWhereTheWeightsAre(ModelCard card) {
        boolean published = card.top1().isPresent();
        assertThat(card.weights().isPresent() || card.embedded()).isEqualTo(published);
        assertThat(card.weights().isPresent() && card.embedded()).isFalse();
        for (HubFile file : card.weights().stream().toList()) {
            assertThat(file.url().getScheme()).isEqualTo("https");
            assertThat(file.url().getPath()).endsWith("/" + file.name());
            assertThat(file.name()).contains("-" + file.sha256().substring(0, 8) + ".");
        }
        card.top1().ifPresent(top1 -> assertThat(top1).isBetween(40.0, 100.0));
        assertThat(card.paper().getHost()).isEqualTo("arxiv.org");
    }

    static List<ModelCard> cards() {
        return Zoo.cards();
    }

    @Test
    void twoNeedNoDownload() {
        assertThat(Zoo.cards().stream().filter(ModelCard::embedded).map(ModelCard::name))
                .containsExactly("graft-nano", "tf_efficientnet_lite0");
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, resnet18",
        "ResNet-18, resnet18",
        "mobilenet-v2, mobilenet_v2",
        "graft_nano, graft-nano",
        "cifar-resnet20, cifar_resnet20",
        "resnext50-32x4d, resnext50_32x4d",
    })
    void namesMayBeWrittenInSeveralWays(String written, String name) {
        assertThat(Zoo.card(written).name()).isEqualTo(name);
    }

    @Test
    void unknownNameSaysWhichAreNear() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zoo.card("resnet-19"))
                .withMessageContaining("no model named resnet-19")
                .withMessageContaining("resnet18");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zoo.create("squeezenet", 2, 3, Device.CPU))
                .withMessageContaining("squeezenet1_1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zoo.card("graft-nano-kr"))
                .withMessageContaining(": graft-nano-ko, "); // a text model
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, conv1.weight, 1", "resnet18, conv1.weight, 4",
        "mobilenet_v2, features.0.0.weight, 1", "mobilenet_v2, features.0.0.weight, 4",
        "squeezenet1_1, features.0.weight, 1", "squeezenet1_1, features.0.weight, 4",
        "cifar_resnet20, conv1.weight, 1", "cifar_resnet20, conv1.weight, 4",
        "graft-nano, conv1.weight, 1", "graft-nano, conv1.weight, 4",
        "tf_efficientnet_lite0, conv_stem.weight, 1", "tf_efficientnet_lite0, conv_stem.weight, 4",
    })
    void firstConvolutionTakesTheImagesChannels(String name, String first, int channels) {
        try (Network network = Zoo.create(name, 7, channels, Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            assertThat(network.params().get(first).size(1)).isEqualTo(channels);
            assertThat(Tensors.shape(network.forward(Portable.inputs(2, channels, 64, 64))))
                    .containsExactly(2, 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v2", "squeezenet1_1"})
    void dropoutIsAsPublishedUnlessChosen(String name) {
        assertThat(trainingPassesAgree(name, NetworkOptions.of(3))).isFalse();
        assertThat(trainingPassesAgree(name, NetworkOptions.of(3).withDropout(0)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "cifar_resnet20", "graft-nano", "tf_efficientnet_lite0"})
    void familiesPublishedWithoutDropoutHaveOneWhenAsked(String name) {
        assertThat(trainingPassesAgree(name, NetworkOptions.of(3))).isTrue();
        assertThat(trainingPassesAgree(name, NetworkOptions.of(3).withDropout(0.5)))
                .isFalse();
    }

    private static boolean trainingPassesAgree(String name, NetworkOptions options) {
        try (Network network = Zoo.create(name, options, Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            float[][] logits = new float[2][];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = Tensors.floats(network.run(
                        0,
                        network.stages().size(),
                        Portable.inputs(2, 3, 64, 64),
                        List.of(),
                        stage -> stage.equals(network.head())));
            }
            return Arrays.equals(logits[0], logits[1]);
        }
    }

    @Test
    void optionsAreChecked() {
        NetworkOptions options = NetworkOptions.of(2);
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkOptions.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withChannels(2));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withDropout(1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withDropPath(1))
                .withMessage("drop path: expected a probability of at least 0 and below 1, found 1.0");
    }

    /// A network's tensors, with another head than the published one, are known by their names and shapes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18",
                "resnet34",
                "resnet50",
                "mobilenet_v2",
                "squeezenet1_0",
                "squeezenet1_1",
                "cifar_resnet20",
                "graft-nano",
                "tf_efficientnet_lite0",
                "tf_efficientnet_lite1"
            })
    void aFileFitsTheModelItWasSavedFrom(String name) {
        String model = Zoo.card(name).name();
        try (Network network = Zoo.create(model, 7, 3, Device.CPU);
                StateDict file = new StateDict(network.params().entries().stream()
                        .collect(Collectors.toMap(
                                ParamStore.Entry::name, entry -> entry.tensor().clone())))) {
            assertThat(Zoo.fitting(file)).contains(model);
        }
    }

    @Test
    void aFileOfNothingFitsNoModel() {
        try (StateDict file = new StateDict(Map.of("x", Tensors.of(new float[] {1}, 1)))) {
            assertThat(Zoo.fitting(file)).isEmpty();
        }
    }
}

package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Init;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoadTest {
    private static final int CLASSES = 5;

    @Test
    void everythingThatFitsIsLoaded() {
        try (Network network = network(3, CLASSES);
                StateDict file = file(network)) {
            LoadReport report = file.loadInto(network);
            assertThat(report.ok()).isTrue();
            assertThat(report.problem()).isEmpty();
            assertThat(report.loaded()).containsExactlyElementsOf(file.tensors().keySet());
            assertThat(report.notes()).isEmpty();
            file.tensors()
                    .forEach((name, tensor) -> assertThat(
                                    Tensors.bytes(network.params().get(name)))
                            .as(name)
                            .isEqualTo(Tensors.bytes(tensor)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalarType.class,
            names = {"Half", "BFloat16", "Double"})
    void otherFloatTypesAreConverted(ScalarType type) {
        try (Network network = network(3, CLASSES);
                StateDict file = with(
                        file(network),
                        "fc.bias",
                        Tensors.of(new float[] {1, 2, 3, 4, 0.5f}, 5).to(type))) {
            file.loadInto(network);
            Tensor bias = network.params().get("fc.bias");
            assertThat(Tensors.type(bias)).isEqualTo(ScalarType.Float);
            assertThat(Tensors.floats(bias)).containsExactly(1, 2, 3, 4, 0.5f);
        }
    }

    @Test
    void floatsAreNeverFilledFromIntegers() {
        try (Network network = network(3, CLASSES);
                StateDict file = with(file(network), "bn.weight", Tensors.of(new long[] {1, 2}, 2))) {
            assertThatThrownBy(() -> file.loadInto(network))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("bn.weight: expected float32 [2], found int64 [2]");
        }
    }

    @Test
    void aHeadOfAnotherSizeIsLeftOutAsAWhole() {
        try (Network donor = network(3, 1000);
                StateDict file = file(donor);
                Network network = network(3, CLASSES)) {
            network.params().initialize(7);
            byte[] before = Tensors.bytes(network.params().get("fc.weight"));
            LoadReport report = file.loadInto(network);
            assertThat(report.leftOut()).containsExactly("fc.weight", "fc.bias");
            assertThat(report.notes())
                    .containsExactly(
                            "the head is new, because your classes differ from those in the file; not loaded from it: fc.weight [1000, 2] instead of [5, 2],"
                                    + " fc.bias [1000] instead of [5]");
            assertThat(Tensors.bytes(network.params().get("fc.weight"))).isEqualTo(before);
            assertThat(Tensors.bytes(network.params().get("conv.weight")))
                    .isEqualTo(Tensors.bytes(file.get("conv.weight")));
        }
    }

    @Test
    void aHeadWithAnotherInputIsLeftOutWithItsBias() {
        try (Network network = network(3, CLASSES);
                StateDict file = with(file(network), "fc.weight", Tensors.zeros(ScalarType.Float, CLASSES, 9))) {
            assertThat(file.loadInto(network).leftOut()).containsExactly("fc.weight", "fc.bias");
        }
    }

    @Test
    void anAbsentHeadStaysAsInitialised() {
        try (Network network = network(3, CLASSES);
                StateDict file = without(file(network), "fc.weight", "fc.bias")) {
            LoadReport report = file.loadInto(network);
            assertThat(report.leftOut()).containsExactly("fc.weight", "fc.bias");
            assertThat(report.notes())
                    .containsExactly(
                            "the file lacks 2 (fc.weight, fc.bias) of the head, which is new and will be trained");
        }
    }

    @Test
    void countersThatOldFilesLackAreTolerated() {
        try (Network network = network(3, CLASSES);
                StateDict file = without(file(network), "bn.num_batches_tracked")) {
            LoadReport report = file.loadInto(network);
            assertThat(report.leftOut()).containsExactly("bn.num_batches_tracked");
            assertThat(report.notes()).anyMatch(note -> note.contains("before PyTorch 0.4.1"));
        }
    }

    @Test
    void aMisspeltNameIsRefusedAndTheRightOneSuggested() {
        try (Network network = network(3, CLASSES);
                StateDict file = rename(file(network), "conv.weight", "conv.weigth")) {
            assertThat(file.match(network).ok()).isFalse();
            assertThatThrownBy(() -> file.loadInto(network))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(
                            "memory does not fit tiny: missing 1 (conv.weight); unexpected 1 (conv.weigth); conv.weigth:"
                                    + " did you mean conv.weight?; load it into the architecture it was saved from,"
                                    + " or rename its entries");
        }
    }

    @Test
    void nothingIsChangedWhenTheFileIsRefused() {
        try (Network network = network(3, CLASSES);
                StateDict file = with(file(network), "extra", Tensors.zeros(ScalarType.Float, 1))) {
            network.params().initialize(7);
            byte[] before = Tensors.bytes(network.params().get("conv.weight"));
            assertThatThrownBy(() -> file.loadInto(network)).hasMessageContaining("save it without these entries");
            assertThat(Tensors.bytes(network.params().get("conv.weight"))).isEqualTo(before);
        }
    }

    @Test
    void matchingAloneChangesNothing() {
        try (Network network = network(3, CLASSES);
                StateDict file = file(network)) {
            byte[] before = Tensors.bytes(network.params().get("conv.weight"));
            assertThat(file.match(network).ok()).isTrue();
            assertThat(Tensors.bytes(network.params().get("conv.weight"))).isEqualTo(before);
        }
    }

    @Test
    void aTrunkOfAnotherShapeIsRefused() {
        try (Network network = network(3, CLASSES);
                StateDict file = with(file(network), "bn.weight", Tensors.zeros(ScalarType.Float, 64))) {
            assertThatThrownBy(() -> file.loadInto(network))
                    .hasMessageContaining(
                            "of another shape or type 1 (bn.weight: expected float32 [2], found float32 [64])");
        }
    }

    @Test
    void aFileOfAnotherNetworkIsRefused() {
        try (Network network = network(3, CLASSES);
                StateDict file = new StateDict(Map.of("block.0", Tensors.zeros(ScalarType.Float, 1)))) {
            assertThatThrownBy(() -> file.loadInto(network))
                    .hasMessageContaining("it has no tensor of this network: choose the architecture");
        }
    }

    // weights 1, 2, 3 of the file's three channels
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 | 6 | summed", "4 | 0.75 1.5 2.25 0.75 | repeated and scaled", "2 | 1.5 3 | repeated and scaled"
            })
    void aFirstConvolutionMadeForRgbIsFittedToOtherChannels(int channels, String expected, String how) {
        try (Network donor = network(3, CLASSES);
                StateDict file =
                        with(file(donor), "conv.weight", Tensors.of(new float[] {1, 2, 3, 1, 2, 3}, 2, 3, 1, 1));
                Network network = network(channels, CLASSES)) {
            LoadReport report = file.loadInto(network);
            assertThat(report.notes())
                    .containsExactly("conv.weight: made for 3 input channels, " + how + " for " + channels);
            float[] weight = Tensors.floats(network.params().get("conv.weight"));
            List<String> values = List.of(expected.split(" ", -1));
            for (int i = 0; i < weight.length; i++) {
                assertThat(weight[i]).isEqualTo(Float.parseFloat(values.get(i % channels)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backbone. | neck.weight | used the tensors behind 'backbone.'; not used: 1 (neck.weight)",
                "ema_model.module. | n_averaged | used the tensors behind 'ema_model.module.'; not used: 1 (n_averaged)",
                "encoder_q. | queue | used the tensors behind 'encoder_q.'; not used: 1 (queue)"
            })
    void aNetworkBehindAPrefixIsFound(String prefix, String other, String note) {
        try (Network network = network(3, CLASSES);
                StateDict plain = file(network);
                StateDict file = with(behind(prefix, plain), other, Tensors.zeros(ScalarType.Float, 1))) {
            LoadReport report = file.loadInto(network);
            assertThat(report.notes()).containsExactly(note);
            assertThat(Tensors.bytes(network.params().get("fc.weight")))
                    .isEqualTo(Tensors.bytes(plain.get("fc.weight")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "student.,teacher.",
        "student.backbone.,teacher.backbone.",
        "encoder_k.,encoder_q.",
        "model.,ema_model.module."
    })
    void ofSeveralCopiesTheAveragedOneIsTakenAndSaid(String other, String preferred) {
        try (Network network = network(3, CLASSES);
                StateDict first = file(network);
                StateDict second = with(file(network), "fc.bias", Tensors.of(new float[] {1, 2, 3, 4, 5}, 5))) {
            Map<String, Tensor> both = new LinkedHashMap<>(behind(other, first).tensors());
            both.putAll(behind(preferred, second).tensors());
            LoadReport report = new StateDict(both).loadInto(network);
            assertThat(report.notes())
                    .singleElement()
                    .asString()
                    .startsWith("used the tensors behind '" + preferred + "'; not used: ")
                    .contains(other + "conv.weight");
            assertThat(Tensors.floats(network.params().get("fc.bias"))).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void aPrefixBeforeLessThanHalfOfTheNetworkIsNoNetwork() {
        try (Network network = network(3, CLASSES);
                StateDict file =
                        new StateDict(Map.of("backbone.conv.weight", Tensors.zeros(ScalarType.Float, 2, 3, 1, 1)))) {
            assertThatThrownBy(() -> file.loadInto(network))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("it has no tensor of this network: choose the architecture");
        }
    }

    @Test
    void otherConvolutionsAreNotFitted() {
        try (Network donor = network(1, CLASSES);
                StateDict file = file(donor);
                Network network = network(3, CLASSES)) {
            assertThat(file.match(network).mismatched())
                    .containsExactly(
                            new LoadReport.Mismatch("conv.weight", "float32 [2, 3, 1, 1]", "float32 [2, 1, 1, 1]"));
        }
    }

    /// conv -> bn -> fc, the head.
    private static Network network(int channels, int classes) {
        ParamStore params = new ParamStore(Device.CPU);
        params.stage("stem").param("conv.weight", Init.kaimingUniform(), 2, channels, 1, 1);
        params.stage("stem").param("bn.weight", Init.ONES, 2);
        params.stage("stem").longBuffer("bn.num_batches_tracked", Init.ZEROS);
        Tensor weight = params.stage("fc").param("fc.weight", Init.torchDefault(2), classes, 2);
        Tensor bias = params.stage("fc").param("fc.bias", Init.torchDefault(2), classes);
        return new Network(
                "tiny",
                params,
                List.of(
                        new Stage("stem", (x, pass) -> x),
                        new Stage("fc", (x, pass) -> x.matmul(weight.t()).add(bias))));
    }

    private static StateDict file(Network network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Network other = network((int) network.params().get("conv.weight").size(1), (int)
                network.params().get("fc.bias").size(0))) {
            other.params().initialize(42);
            other.params()
                    .entries()
                    .forEach(entry -> tensors.put(entry.name(), entry.tensor().clone()));
        }
        return new StateDict(tensors);
    }

    private static StateDict with(StateDict file, String name, Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
        tensors.put(name, tensor);
        return new StateDict(tensors);
    }

    private static StateDict without(StateDict file, String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
        for (String name : names) {
            tensors.remove(name);
        }
        return new StateDict(tensors);
    }

    private static StateDict behind(String prefix, StateDict file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
        return new StateDict(tensors);
    }

    private static StateDict rename(StateDict file, String from, String to) {
        return with(without(file, from), to, file.get(from));
    }
}

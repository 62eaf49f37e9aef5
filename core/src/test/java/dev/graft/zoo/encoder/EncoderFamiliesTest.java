package dev.graft.zoo.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.torch.Autocast;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.weights.LoadReport;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// ALBERT, DeBERTa and ModernBERT beyond their numbers: padding, dropout, adapters, stages, files, and what is refused.
class EncoderFamiliesTest {
    private static final String ALBERT = "AlbertForSequenceClassification-groups";
    private static final String DEBERTA = "DebertaV2ForSequenceClassification-v3";
    private static final String CONVOLVED = "DebertaV2ForSequenceClassification-v2";
    private static final String MODERN = "ModernBertForSequenceClassification-mean";

    @ParameterizedTest
    @ValueSource(strings = {ALBERT, DEBERTA, CONVOLVED, MODERN})
    void aTextIsAnsweredAlikeAloneAndBesideLongerOnes(String name) {
        EncoderReference reference = reference(name);
        try (Network network = Encoders.create(reference.config(), reference.head(), Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            List<Tensor> batch = reference.inputs();
            long length = batch.get(1).select(0, 0).sum().item_long();
            List<Tensor> alone = batch.stream()
                    .map(input -> input.narrow(0, 0, 1).narrow(1, 0, length))
                    .toList();
            assertThat(length).isLessThan(batch.getFirst().size(1));

            float[] expected = Tensors.floats(logits(network, batch).select(0, 0));
            assertThat(Tensors.floats(logits(network, alone))).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALBERT, DEBERTA, CONVOLVED, MODERN})
    void mixedPrecisionIsCloseToFloat32(String name) {
        EncoderReference reference = reference(name);
        try (Network network = Encoders.create(reference.config(), reference.head(), Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            float[] expected = Tensors.floats(logits(network, reference.inputs()));
            Tensor loss;
            try (Autocast half = Autocast.open(Device.CPU, ScalarType.BFloat16)) {
                Tensor found = logits(network, reference.inputs());
                assertThat(Tensors.type(found)).isEqualTo(ScalarType.BFloat16);
                assertThat(Tensors.floats(found)).containsExactly(expected, within(0.15f));
                loss = found.square().sum();
            }
            loss.backward();
            for (ParamStore.Entry entry : network.params().parameters()) {
                assertThat(entry.tensor().grad().norm().item_double())
                        .as(entry.name())
                        .isFinite();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALBERT, DEBERTA, CONVOLVED, MODERN})
    void dropoutIsOnWhereAStageTrains(String name) {
        EncoderReference reference = reference(name);
        EncoderConfig config = reference.config().withDropout(0.3);
        try (Network network = Encoders.create(config, reference.head(), Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            List<Tensor> inputs = reference.inputs();
            float[] evaluated = Tensors.floats(logits(network, inputs));
            List<String> without = name.startsWith("Deberta") ? List.of() : List.of("norm", "pooler");
            for (Stage stage : network.stages()) {
                Tensor trained = network.run(
                        0, network.stages().size(), inputs.getFirst(), inputs.subList(1, inputs.size()), stage::equals);
                assertThat(Arrays.equals(Tensors.floats(trained), evaluated))
                        .as(stage.name())
                        .isEqualTo(without.contains(stage.name()));
            }
            Tensor trained = network.run(
                    0, network.stages().size(), inputs.getFirst(), inputs.subList(1, inputs.size()), stage -> true);
            trained.square().sum().backward();
            for (ParamStore.Entry entry : network.params().parameters()) {
                double norm = entry.tensor().grad().norm().item_double();
                assertThat(norm).as(entry.name()).isFinite();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALBERT, DEBERTA, CONVOLVED, MODERN})
    void adaptersFindTheirLayers(String name) {
        EncoderReference reference = reference(name);
        try (Network network = Encoders.create(reference.config(), reference.head(), Device.CPU);
                Scope scope = Scope.open()) {
            network.params().initialize(1);
            List<String> adapted = Encoders.adapted(reference.config());
            List<String> layers = Adapters.attach(network, Lora.of(2).withTargets(adapted), 1);
            assertThat(layers).hasSize(name.equals(ALBERT) ? 8 : name.equals(MODERN) ? 5 : 6);
            network.params().parameters().stream()
                    .filter(entry -> Adapters.isAdapter(entry.name()))
                    .forEach(entry -> entry.tensor().set_requires_grad(true));
            logits(network, reference.inputs()).square().sum().backward();
            for (ParamStore.Entry entry : network.params().parameters()) {
                if (entry.name().endsWith("lora_B.weight")) {
                    assertThat(entry.tensor().grad().norm().item_double())
                            .as(entry.name())
                            .isPositive();
                }
            }
        }
    }

    @Test
    void layersThatShareTheirWeightsAreOneStage() {
        assertThat(stages(ALBERT)).containsExactly("embeddings", "group.0", "group.1", "pooler", "classifier");
        assertThat(stages(DEBERTA))
                .containsExactly("embeddings", "layer.0", "layer.1", "layer.2", "pooler", "classifier");
        assertThat(stages(MODERN))
                .containsExactly(
                        "embeddings",
                        "layer.0",
                        "layer.1",
                        "layer.2",
                        "layer.3",
                        "layer.4",
                        "norm",
                        "pooler",
                        "classifier");
    }

    /// Published files of ModernBERT are of the masked language model, whose head but for the last layer is also the
    /// classifier's.
    @Test
    void theHeadOfModernBertIsPretrained() {
        EncoderReference model = reference("ModernBertForMaskedLM");
        EncoderHead three = EncoderHead.classification(3);
        try (EncoderWeights weights = EncoderWeights.of(
                file(model, Map.of()), model.config(), between -> new EncoderHead.Classification(3, !between))) {
            assertThat(weights.head()).isEqualTo(three);
            LoadReport report = load(weights, model.config(), three);
            assertThat(report.loaded()).contains("head.dense.weight", "head.norm.weight", "model.final_norm.weight");
            assertThat(report.leftOut()).containsExactlyInAnyOrder("classifier.weight", "classifier.bias");
        }
        try (EncoderWeights weights =
                EncoderWeights.of(file(model, Map.of()), model.config(), between -> model.head())) {
            LoadReport report = load(weights, model.config(), model.head());
            assertThat(report.loaded()).contains("decoder.bias", "head.dense.weight");
            assertThat(report.leftOut()).isEmpty();
        }
    }

    /// Published files of DeBERTa-v3 have no pooler, positions that nothing uses, and heads of their pretraining.
    @Test
    void filesOfDebertaAreTakenAsTheyArePublished() {
        EncoderReference model = reference("DebertaV2ForMaskedLM");
        Map<String, String> published = new LinkedHashMap<>();
        published.put("cls.predictions.bias", "lm_predictions.lm_head.bias");
        for (String of : List.of("dense.weight", "dense.bias", "LayerNorm.weight", "LayerNorm.bias")) {
            published.put("cls.predictions.transform." + of, "lm_predictions.lm_head." + of);
        }
        EncoderHead fresh = new EncoderHead.Classification(2, true);
        try (EncoderWeights weights = EncoderWeights.of(
                file(model, published), model.config(), between -> new EncoderHead.Classification(2, !between))) {
            assertThat(weights.head()).isEqualTo(fresh);
            assertThat(weights.tensors().origin().notes()).anyMatch(note -> note.contains("no pooler"));
            LoadReport report = load(weights, model.config(), fresh);
            assertThat(report.leftOut())
                    .containsExactlyInAnyOrder(
                            "pooler.dense.weight", "pooler.dense.bias", "classifier.weight", "classifier.bias");
        }
        try (EncoderWeights weights =
                EncoderWeights.of(file(model, published), model.config(), between -> model.head())) {
            LoadReport report = load(weights, model.config(), model.head());
            assertThat(report.leftOut()).isEmpty();
            assertThat(report.loaded()).contains("cls.predictions.transform.dense.weight", "cls.predictions.bias");
        }
    }

    @Test
    void whatCannotBeBuiltIsRefusedWithTheKey() {
        assertRefused(DEBERTA, "relative_attention", "false", "relative_attention: expected true");
        assertRefused(MODERN, "classifier_pooling", "\"max\"", "expected cls or mean, found 'max'");
        assertRefused(MODERN, "layer_types", "[\"full_attention\"]", "expected one for each of the 5 layers, found 1");
        assertRefused(
                MODERN,
                "rope_parameters",
                "{\"full_attention\": {\"rope_type\": \"yarn\"}}",
                "expected rope_type \"default\", found \"yarn\"");
        assertRefused(ALBERT, "num_hidden_groups", "4", "num_hidden_layers: expected at least the 4");
        assertRefused(ALBERT, "hidden_act", "\"maxout\"", "found 'maxout'");
    }

    private static void assertRefused(String name, String key, String value, String message) {
        EncoderReference reference = reference(name);
        EncoderConfig config = reference.config().with(key, new JsonMapper().readTree(value));
        assertThatThrownBy(() -> Encoders.create(config, reference.head(), Device.CPU))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("reference: ")
                .hasMessageContaining(message);
    }

    private static EncoderReference reference(String name) {
        return new EncoderReference(Golden.json("text/" + name + ".json"));
    }

    private static Tensor logits(Network network, List<Tensor> inputs) {
        return network.run(
                0, network.stages().size(), inputs.getFirst(), inputs.subList(1, inputs.size()), stage -> false);
    }

    private static List<String> stages(String name) {
        EncoderReference reference = reference(name);
        try (Network network = Encoders.create(reference.config(), reference.head(), Device.CPU)) {
            return network.trainableStages();
        }
    }

    private static LoadReport load(EncoderWeights weights, EncoderConfig config, EncoderHead head) {
        try (Network network = Encoders.create(config, head, Device.CPU)) {
            return weights.tensors().loadInto(network);
        }
    }

    /// A file of a masked language model, with the names it has twice, and more that published files have.
    ///
    /// @param otherwise names that are others there
    private static StateDict file(EncoderReference model, Map<String, String> otherwise) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (JsonNode parameter : model.json().get("parameters")) {
                String name = parameter.get(0).asString();
                long[] shape = new long[parameter.get(1).size()];
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = parameter.get(1).get(i).asLong();
                }
                tensors.put(otherwise.getOrDefault(name, name), zeros(shape));
            }
            model.json().get("tied").propertyNames().forEach(name -> tensors.put(name, zeros(1)));
            tensors.put("deberta.embeddings.position_embeddings.weight", zeros(512, 32));
            tensors.put("mask_predictions.classifier.bias", zeros(1));
            return new StateDict(tensors);
        }
    }

    private static Tensor zeros(long... shape) {
        return Tensors.zeros(ScalarType.Float, shape);
    }
}

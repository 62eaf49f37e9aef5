package dev.graft.zoo.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import tools.jackson.databind.JsonNode;

/// What PyTorch made of a text encoder with portable weights, and whether a network here makes the same.
record EncoderReference(JsonNode json) {
    private static final double RELATIVE = 1e-4;
    private static final int IGNORED = -100;

    EncoderConfig config() {
        return EncoderConfig.of("reference", json.get("config").toString()).withDropout(0);
    }

    EncoderHead head() {
        return isLanguageModel()
                ? EncoderHead.maskedLanguageModel()
                : EncoderHead.classification(
                        json.get("config").get("num_labels").asInt());
    }

    /// Name of the class, names, shapes, logits, loss and the norm of every gradient.
    void check() {
        assertThat(Encoders.architecture(config(), head()))
                .isEqualTo(json.get("architecture").asString());
        try (Network network = Encoders.create(config(), head(), Device.CPU);
                Scope scope = Scope.open()) {
            checkNames(network.params());
            Portable.fill(network.params());
            List<Tensor> inputs = inputs();
            List<Tensor> extras = inputs.subList(1, inputs.size());
            int stages = network.stages().size();
            checkValues("logits", network.frozen(0, stages).run(inputs.getFirst(), extras), json.get("logits"));
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            Tensor logits = network.run(0, stages, inputs.getFirst(), extras, stage -> true);
            checkValues("logits", logits, json.get("logits"));
            Tensor loss = loss(logits);
            loss.backward();
            double expected = json.get("loss").asDouble();
            assertThat(loss.item_double()).as("loss").isCloseTo(expected, Offset.offset(1e-5 * Math.max(1, expected)));
            checkGradients(network.params());
        }
    }

    /// As transformers chooses it.
    private Tensor loss(Tensor logits) {
        JsonNode labels = json.get("labels");
        return switch (json.get("config").path("problem_type").asString("")) {
            case "multi_label_classification" ->
                torch.binary_cross_entropy_with_logits(logits, numbers(labels).view_as(logits));
            case "regression" -> torch.mse_loss(logits, numbers(labels).view_as(logits));
            default ->
                torch.cross_entropy_loss(
                        logits, isLanguageModel() ? longs(labels).view(-1).index_select(0, hidden()) : longs(labels));
        };
    }

    private boolean isLanguageModel() {
        return json.get("architecture").asString().endsWith("ForMaskedLM");
    }

    private void checkNames(ParamStore params) {
        List<String> expected = new ArrayList<>();
        json.get("parameters")
                .forEach(parameter -> expected.add(parameter.get(0).asString() + " " + parameter.get(1)));
        assertThat(params.parameters().stream()
                        .map(entry -> entry.name() + " "
                                + List.of(java.util.Arrays.stream(Tensors.shape(entry.tensor()))
                                                .boxed()
                                                .toArray())
                                        .toString()
                                        .replace(" ", "")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void checkGradients(ParamStore params) {
        for (ParamStore.Entry entry : params.parameters()) {
            double expected = json.get("grad_l2").get(entry.name()).asDouble();
            Tensor gradient = entry.tensor().grad();
            double found = gradient.defined() ? gradient.norm().item_double() : 0;
            assertThat(found)
                    .as("gradient of %s", entry.name())
                    .isCloseTo(expected, Offset.offset(RELATIVE * expected + 1e-6));
        }
    }

    private static void checkValues(String what, Tensor found, JsonNode expected) {
        float[] values = Tensors.floats(found);
        List<Double> wanted = new ArrayList<>();
        expected.forEach(row -> row.forEach(value -> wanted.add(value.asDouble())));
        assertThat(values).as(what).hasSize(wanted.size());
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                    .as("%s %d", what, i)
                    .isCloseTo(wanted.get(i), Offset.offset(RELATIVE * Math.max(1, Math.abs(wanted.get(i)))));
        }
    }

    /// Numbers of tokens, mask and types, and for a language model the places of hidden tokens.
    List<Tensor> inputs() {
        JsonNode inputs = json.get("inputs");
        Tensor ids = longs(inputs.get("input_ids"));
        Tensor types = inputs.has("token_type_ids") ? longs(inputs.get("token_type_ids")) : torch.zeros_like(ids);
        Tensor mask = longs(inputs.get("attention_mask"));
        return isLanguageModel() ? List.of(ids, mask, types, hidden()) : List.of(ids, mask, types);
    }

    /// Places of the tokens that have a label.
    private Tensor hidden() {
        JsonNode labels = json.get("labels");
        int width = labels.get(0).size();
        long[] places = java.util.stream.LongStream.range(0, (long) labels.size() * width)
                .filter(i -> labels.get((int) i / width).get((int) i % width).asInt() != IGNORED)
                .toArray();
        return Tensors.of(places, places.length);
    }

    private static Tensor longs(JsonNode node) {
        if (!node.get(0).isArray()) {
            long[] values = new long[node.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = node.get(i).asLong();
            }
            return Tensors.of(values, values.length);
        }
        int width = node.get(0).size();
        long[] values = new long[node.size() * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i / width).get(i % width).asLong();
        }
        return Tensors.of(values, node.size(), width);
    }

    /// All numbers, in a row.
    private static Tensor numbers(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        node.forEach(one -> {
            if (one.isArray()) {
                one.forEach(all::add);
            } else {
                all.add(one);
            }
        });
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i).floatValue();
        }
        return Tensors.of(values, values.length);
    }
}

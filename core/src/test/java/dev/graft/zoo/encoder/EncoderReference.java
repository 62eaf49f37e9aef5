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

    EncoderConfig config() {
        return EncoderConfig.of("reference", json.get("config").toString()).withDropout(0);
    }

    /// Names, shapes, logits, loss and the norm of every gradient.
    void check() {
        int outputs = json.get("config").get("num_labels").asInt();
        try (Network network = Encoders.create(config(), EncoderHead.classification(outputs), Device.CPU);
                Scope scope = Scope.open()) {
            checkNames(network.params());
            Portable.fill(network.params());
            List<Tensor> inputs = inputs();
            checkValues(
                    "logits",
                    network.frozen(0, network.stages().size()).run(inputs.getFirst(), inputs.subList(1, inputs.size())),
                    json.get("logits"));
            network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            Tensor logits = network.run(
                    0, network.stages().size(), inputs.getFirst(), inputs.subList(1, inputs.size()), stage -> true);
            checkValues("logits", logits, json.get("logits"));
            Tensor loss = torch.cross_entropy_loss(logits, longs(json.get("labels")));
            loss.backward();
            assertThat(loss.item_double()).as("loss").isCloseTo(json.get("loss").asDouble(), Offset.offset(1e-5));
            checkGradients(network.params());
        }
    }

    private void checkNames(ParamStore params) {
        List<String> expected = new ArrayList<>();
        json.get("parameters").forEach(parameter -> expected.add(parameter.get(0).asString() + " " + parameter.get(1)));
        assertThat(params.parameters().stream().map(entry -> entry.name() + " "
                        + List.of(java.util.Arrays.stream(Tensors.shape(entry.tensor())).boxed().toArray())
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

    /// Numbers of tokens, mask and types.
    List<Tensor> inputs() {
        JsonNode inputs = json.get("inputs");
        Tensor ids = longs(inputs.get("input_ids"));
        Tensor types = inputs.has("token_type_ids") ? longs(inputs.get("token_type_ids")) : torch.zeros_like(ids);
        return List.of(ids, longs(inputs.get("attention_mask")), types);
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
}

package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.testing.Portable;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One network's names, shapes and logits as the reference implementation gave them for portable weights.
record Reference(JsonNode json) {
    private static final double TOLERANCE = 1e-4;

    /// The references in a folder for models that the zoo has.
    static List<Path> in(Path folder) {
        List<String> known = Zoo.cards().stream().map(ModelCard::name).toList();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> known.contains(model(file))).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path goldens() {
        return Shared.projectRoot().resolve("core/src/test/golden/zoo");
    }

    static Reference read(Path file) {
        return new Reference(new JsonMapper().readTree(file.toFile()));
    }

    private static String model(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    void check() {
        JsonNode said = json.path("num_classes");
        int classes = said.isMissingNode() ? Zoo.card(name()).classes() : said.asInt();
        try (Network network = Zoo.create(name(), classes, 3, Device.CPU)) {
            checkNames(network);
            Portable.fill(network.params());
            try (Scope scope = Scope.open()) {
                Tensor images = Portable.inputs(longs(json.get("input")));
                checkFeatures(network, images);
                checkLogits(Tensors.floats(network.forward(images)));
            }
        }
    }

    /// What the head takes, where the reference says it.
    private void checkFeatures(Network network, Tensor images) {
        JsonNode expected = json.path("features_l2");
        if (!expected.isMissingNode()) {
            int head = network.stages().size() - 1;
            Tensor features = network.run(0, head, images, List.of(), stage -> false);
            for (int image = 0; image < expected.size(); image++) {
                double norm = expected.get(image).asDouble();
                assertThat(features.get(image).norm().item_double())
                        .as("features of image %d", image)
                        .isCloseTo(norm, within(norm));
            }
        }
    }

    private String name() {
        return json.get("model").asString();
    }

    private void checkNames(Network network) {
        List<String> expected = new ArrayList<>();
        for (JsonNode entry : json.get("state_dict")) {
            expected.add(entry.get(0).asString() + " " + Tensors.describe(longs(entry.get(1))));
        }
        assertThat(network.params().entries().stream()
                        .map(entry -> entry.name() + " " + Tensors.describe(Tensors.shape(entry.tensor())))
                        .toList())
                .isEqualTo(expected);
        assertThat(network.params().parameterCount())
                .isEqualTo(json.get("parameters").asLong());
    }

    private void checkLogits(float[] logits) {
        int images = json.get("input").get(0).asInt();
        int classes = logits.length / images;
        for (int image = 0; image < images; image++) {
            double squares = 0;
            int best = 0;
            for (int i = 0; i < classes; i++) {
                float logit = logits[image * classes + i];
                squares += (double) logit * logit;
                best = logit > logits[image * classes + best] ? i : best;
            }
            double norm = json.get("logits_l2").get(image).asDouble();
            double scale = norm / Math.sqrt(classes);
            assertThat(Math.sqrt(squares)).as("norm of image %d", image).isCloseTo(norm, within(norm));
            JsonNode all = json.path("logits");
            JsonNode first = (all.isMissingNode() ? json.get("logits_first16") : all).get(image);
            if (all.isMissingNode()) {
                assertThat(best)
                        .as("class of image %d", image)
                        .isEqualTo(json.get("logits_argmax").get(image).asInt());
            }
            for (int i = 0; i < first.size(); i++) {
                assertThat((double) logits[image * classes + i])
                        .as("logit %d of image %d", i, image)
                        .isCloseTo(first.get(i).asDouble(), within(scale));
            }
        }
    }

    static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asLong();
        }
        return values;
    }

    static Offset<Double> within(double scale) {
        return Offset.offset(TOLERANCE * Math.abs(scale));
    }
}

package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Models;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import dev.graft.data.Task;
import dev.graft.data.image.Image;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Features of a predictor against PyTorch's, see `golden/features`.
class FeaturesGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("features/values.json");
    private static final int SIDE = 73;
    private static final double TOLERANCE = 1e-4;

    @TempDir
    static Path folder;

    private static final List<ImageSource> IMAGES = new ArrayList<>();

    @BeforeAll
    static void draw() throws IOException {
        IMAGES.clear();
        for (int i = 0; i < 2; i++) {
            byte[] pixels = new byte[SIDE * SIDE * 3];
            for (int at = 0; at < pixels.length; at++) {
                int c = at % 3;
                int x = at / 3 % SIDE;
                int y = at / 3 / SIDE;
                pixels[at] = (byte) (i * 53 + c * 29 + y * (i + 1) * 2 + x * (c + 1));
            }
            Path file = folder.resolve(i + ".png");
            ImageEncoder.write(Image.of(SIDE, SIDE, 3, pixels), file);
            IMAGES.add(ImageSource.of(file));
        }
    }

    private static <X> Model<X> model(ModelKind<X> kind, ModelChoice choice) {
        return Models.start(kind, choice, Task.SINGLE_LABEL_CLASSIFICATION, List.of("a", "b"), Device.CPU);
    }

    private static <X> void requireEqual(Model<X> model, List<X> examples, JsonNode golden, String name) {
        try (Predictor<X> predictor = Predictor.of(model)) {
            golden.propertyStream()
                    .filter(entry ->
                            entry.getKey().equals(name) || entry.getKey().startsWith(name + " "))
                    .forEach(entry -> {
                        String stage = entry.getKey().equals(name)
                                ? predictor.beforeHead()
                                : entry.getKey().substring(name.length() + 1);
                        List<float[]> found = new ArrayList<>();
                        predictor.features(examples, stage, one -> found.add(one.values()));
                        requireEqual(found, entry.getValue(), entry.getKey());
                    });
        }
    }

    private static void requireEqual(List<float[]> found, JsonNode expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int row = 0; row < found.size(); row++) {
            float[] numbers = found.get(row);
            JsonNode golden = expected.get(row);
            assertThat(numbers).as(what).hasSize(golden.size());
            double squares = golden.valueStream()
                    .mapToDouble(value -> value.asDouble() * value.asDouble())
                    .sum();
            Offset<Double> within = Offset.offset(TOLERANCE * Math.sqrt(squares / golden.size()));
            for (int i = 0; i < numbers.length; i++) {
                assertThat((double) numbers[i])
                        .as("%s, row %d, number %d", what, row, i)
                        .isCloseTo(golden.get(i).asDouble(), within);
            }
        }
    }

    @Test
    void ofTheEmbeddedImageModel() {
        try (Model<ImageSource> nano =
                model(ModelKind.IMAGE, ModelChoice.of("graft-nano").withSize(SIDE))) {
            requireEqual(nano, IMAGES, GOLDEN.path("images"), "graft-nano");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v2", "squeezenet1_1", "resnet18"})
    void ofTorchvisionsModels(String name) {
        ModelChoice choice = ModelChoice.of(name)
                .withWeights(InitialWeights.none())
                .withSize(64)
                .withResize(SIDE);
        try (Model<ImageSource> model = model(ModelKind.IMAGE, choice)) {
            Portable.fill(model.network().params());
            requireEqual(model, IMAGES, GOLDEN.path("images"), name);
        }
    }

    private static List<Text> texts(String key) {
        return GOLDEN.path(key)
                .valueStream()
                .map(text -> Text.of(text.stringValue()))
                .toList();
    }

    @Test
    void ofTheEmbeddedEncoder() {
        try (Model<Text> nano = model(ModelKind.TEXT, ModelChoice.of("graft-nano-ko"))) {
            requireEqual(nano, texts("texts"), GOLDEN.path("encoders"), "graft-nano-ko");
        }
    }

    @Test
    void ofAnEncoderWithAPooler() throws IOException {
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(folder.resolve("toy")).toString()).withWeights(InitialWeights.none());
        try (Model<Text> toy = model(ModelKind.TEXT, choice)) {
            Portable.fill(toy.network().params());
            requireEqual(toy, texts("toy_texts"), GOLDEN.path("encoders"), "toy");
        }
    }
}

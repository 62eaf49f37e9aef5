package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDecoder;
import dev.graft.data.ImagePipeline;
import dev.graft.nn.Network;
import dev.graft.testing.Golden;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.weights.Embedded;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The weights in the jar beside the library do what they were trained for.
class EmbeddedImageModelTest {
    private static final String NAME = Embedded.EFFICIENTNET_LITE0;
    private static final String FULL = "weights/efficientnet_lite0.safetensors";

    /// From decoding to the largest logit, beside timm 1.0.31 on PyTorch 2.10.
    @NeedsShared("data/images/imagenet-photos")
    @Test
    void tells89Of100PhotosAsPyTorchDoes() {
        JsonNode golden = Golden.json("photos/values.json");
        JsonNode photos = golden.get("photos");
        List<String> names = List.copyOf(photos.propertyNames());
        ImagePipeline pipeline = ImagePipeline.evaluation(Zoo.card(NAME).preprocessing());
        ImageDecoder decoder = new ImageDecoder(3);
        int right = 0;
        int alike = 0;
        try (Network network = network();
                Scope scope = Scope.open();
                var all = network.frozen(0, network.stages().size())) {
            for (int first = 0; first < names.size(); first += 20) {
                try (Scope batch = Scope.open()) {
                    TensorVector images = new TensorVector(IntStream.range(first, first + 20)
                            .mapToObj(i -> pipeline.tensor(
                                    decoder.read(Shared.path("data/images/imagenet-photos/" + names.get(i)))))
                            .toArray(Tensor[]::new));
                    Tensor logits = all.run(torch.cat(images, 0), List.of());
                    long[] said = Tensors.longs(logits.argmax(new LongOptional(1), false));
                    for (int i = 0; i < said.length; i++) {
                        JsonNode photo = photos.get(names.get(first + i));
                        right += said[i] == photo.get("class").asLong() ? 1 : 0;
                        alike += said[i] == photo.get("said").asLong() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(golden.get("right").asInt()).isEqualTo(89);
        assertThat(right).isEqualTo(89);
        assertThat(alike).isGreaterThanOrEqualTo(99); // decoders and resizing differ by a level of 255 here and there
    }

    @Test
    void halfPrecisionIsWidened() {
        try (Network network = network()) {
            assertThat(network.params().entries())
                    .allSatisfy(
                            entry -> assertThat(Tensors.type(entry.tensor())).isIn(ScalarType.Float, ScalarType.Long));
        }
    }

    /// The file in float32, which somebody may have, with its head of 1,000 classes.
    @NeedsShared(FULL)
    @Test
    void theOriginalFileIsKnownAndStartsAnotherTask() {
        try (StateDict file = WeightsFile.read(Shared.path(FULL))) {
            assertThat(Zoo.fitting(file)).contains(NAME);
            try (Network network = Zoo.create(NAME, 3, 3, Device.CPU)) {
                assertThat(file.loadInto(network).leftOut()).containsExactly("classifier.weight", "classifier.bias");
            }
        }
    }

    private static Network network() {
        Network network = Zoo.create(NAME, 1000, 3, Device.CPU);
        try (StateDict weights = Embedded.open(NAME)) {
            assertThat(weights.loadInto(network).leftOut()).isEmpty();
        }
        return network;
    }
}

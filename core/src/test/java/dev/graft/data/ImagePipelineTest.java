package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.RandomHorizontalFlip;
import dev.graft.data.image.RandomRotation;
import dev.graft.data.image.Range;
import dev.graft.data.image.Resize;
import dev.graft.data.image.ResizeTo;
import dev.graft.data.image.Transform;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@NeedsShared("parity/images")
class ImagePipelineTest {
    private static final String PRESET = "classification preset: Resize(256)+CenterCrop(224)+ToTensor+Normalize, float";
    private static final Map<String, List<Transform>> CASES = Map.of(
            "Resize(256)", List.of(new Resize(256)),
            "Resize(128)", List.of(new Resize(128)),
            "Resize((64,64))", List.of(new ResizeTo(64)),
            "Resize(256)+CenterCrop(224)", List.of(new Resize(256), new CenterCrop(224)),
            "hflip", List.of(new RandomHorizontalFlip(1)),
            "rotate(10), nearest, fill 0", List.of(new RandomRotation(new Range(10, 10))),
            "resized_crop(top 20,left 30,height 100,width 150 -> 224x224)",
                    List.of((image, random) -> image.crop(30, 20, 150, 100), new ResizeTo(224)));

    static Stream<String> cases() {
        return CASES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTorchvision(String name) {
        JsonNode golden =
                Shared.json("parity/transforms.json").get("on base.png, uint8").get(name);
        Planes found = ImagePipeline.of(CASES.getOrDefault(name, List.of()).toArray(Transform[]::new))
                .apply(base(), new SplittableRandom(0));
        float[] values = found.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 255;
        }
        int tolerance = name.startsWith("Resize") || name.startsWith("resized") ? 1 : 0;
        Statistics.assertMatches(values, found.height(), found.width(), golden, tolerance);
    }

    @Test
    void evaluationIsTheClassificationPreset() {
        JsonNode golden = Shared.json("parity/transforms.json").get(PRESET);
        Planes found =
                ImagePipeline.evaluation(Preprocessing.imagenet(224, 256)).apply(base(), new SplittableRandom(0));
        Statistics.assertMatches(found.values(), 224, 224, golden, 1 / 255.0 / 0.224);
    }

    @ParameterizedTest
    @EnumSource(Augmentation.class)
    void trainingKeepsSizeAndChannels(Augmentation augmentation) {
        for (int channels : new int[] {1, 3, 4}) {
            Preprocessing preprocessing = new Preprocessing(
                    32,
                    40,
                    channels,
                    List.of(0.5, 0.5, 0.5, 0.5).subList(0, channels),
                    List.of(0.2, 0.2, 0.2, 0.2).subList(0, channels));
            ImagePipeline pipeline = ImagePipeline.training(preprocessing, augmentation);
            Planes first = pipeline.apply(base(), new SplittableRandom(1));
            assertThat(first.shape()).isEqualTo("[" + channels + ", 32, 32]");
            assertThat(pipeline.apply(base(), new SplittableRandom(1)).values()).isEqualTo(first.values());
            boolean same = java.util.Arrays.equals(
                    pipeline.apply(base(), new SplittableRandom(2)).values(), first.values());
            assertThat(same).isEqualTo(augmentation == Augmentation.NONE);
        }
    }

    @Test
    void onePictureAsATensor() {
        try (Scope scope = Scope.open()) {
            var tensor = ImagePipeline.of(new ResizeTo(8, 16))
                    .withNormalize(Normalize.none(1))
                    .tensor(base());
            assertThat(Tensors.shape(tensor)).containsExactly(1, 1, 8, 16);
            assertThat(Tensors.floats(tensor)[0]).isEqualTo(0.7f, within(0.3f));
        }
    }

    private static Image base() {
        return new ImageDecoder(4).read(Shared.path("parity/images/base.png"));
    }
}

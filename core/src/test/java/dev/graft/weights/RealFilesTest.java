package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.NeedsTorch;
import dev.graft.testing.PythonTorch;
import dev.graft.testing.Shared;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Published weights, read whole.
@NeedsShared("weights")
class RealFilesTest {
    @ParameterizedTest
    @CsvSource({
        "squeezenet1_1.pth, 52, 1235496",
        "mobilenet_v2_backbone.pth, 312, 2258036",
        "mobilenet_v2_backbone_legacy.pth, 312, 2258036",
        "cifar-resnet/resnet20-12fca82f.th, 97, 271098",
        "cifar-resnet/resnet56-4bfd9763.th, 277, 857082",
        "graft-nano.pth, 74, 1280692"
    })
    void publishedFilesAreRead(String name, int tensors, long elements) {
        try (StateDict weights = WeightsFile.read(Shared.path("weights/" + name))) {
            assertThat(weights.tensors().keySet()).hasSize(tensors);
            assertThat(weights.tensors().keySet()).noneMatch(key -> key.startsWith("module."));
            assertThat(weights.tensors().values().stream()
                            .mapToLong(Tensor::numel)
                            .sum())
                    .isEqualTo(elements);
        }
    }

    @Test
    void readingAndClosingKeepsMemoryFlat() {
        Path file = Shared.path("weights/squeezenet1_1.pth"); // 5 MB
        for (int i = 0; i < 20; i++) {
            WeightsFile.read(file).close();
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 150; i++) {
            WeightsFile.read(file).close();
        }
        assertThat(Pointer.physicalBytes() - before).isLessThan(300_000_000);
    }

    @Test
    void bothFormatsOfOneFileHoldTheSameBytes() {
        try (StateDict zip = WeightsFile.read(Shared.path("weights/mobilenet_v2_backbone.pth"));
                StateDict legacy = WeightsFile.read(Shared.path("weights/mobilenet_v2_backbone_legacy.pth"))) {
            assertThat(legacy.origin().format()).isEqualTo(Origin.Format.TORCH_LEGACY);
            assertThat(legacy.tensors().keySet())
                    .containsExactlyElementsOf(zip.tensors().keySet());
            legacy.tensors()
                    .forEach((name, tensor) ->
                            assertThat(Tensors.bytes(tensor)).as(name).isEqualTo(Tensors.bytes(zip.get(name))));
        }
    }

    @ParameterizedTest
    @NeedsTorch
    @ValueSource(
            strings = {
                "squeezenet1_1.pth",
                "mobilenet_v2_backbone_legacy.pth",
                "cifar-resnet/resnet20-12fca82f.th",
                "graft-nano.pth"
            })
    void pytorchReadsTheSameValues(String name) throws IOException {
        String said = PythonTorch.run("""
                import json, sys, torch
                d = torch.load(sys.argv[1], map_location='cpu')
                d = d.get('state_dict', d)
                print(json.dumps({k.removeprefix('module.'): [t.double().sum().item(), t.double().abs().sum().item()]
                                  for k, t in d.items()}))
                """, Shared.path("weights/" + name));
        JsonNode sums = new JsonMapper().readTree(said);
        try (StateDict weights = WeightsFile.read(Shared.path("weights/" + name));
                Scope scope = Scope.open()) {
            assertThat(weights.tensors().keySet()).containsExactlyElementsOf(sums.propertyNames());
            for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
                Tensor wide = entry.getValue().to(ScalarType.Double);
                JsonNode expected = sums.get(entry.getKey());
                double magnitude = expected.get(1).doubleValue();
                assertThat(wide.sum().item_double())
                        .as(entry.getKey())
                        .isCloseTo(expected.get(0).doubleValue(), within(1e-12 * magnitude));
            }
        }
    }
}

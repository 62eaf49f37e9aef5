package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
    @TempDir
    Path folder;

    @Test
    void theSmallTrunkIsInsideTheLibrary() {
        try (StateDict nano = Embedded.open(Embedded.GRAFT_NANO)) {
            assertThat(nano.origin().source()).isEqualTo("embedded graft-nano");
            assertThat(nano.origin().metadata()).containsEntry("licence", "Apache-2.0");
            assertThat(nano.tensors().keySet()).hasSize(74).contains("conv1.weight", "layer4.0.downsample.1.bias");
            assertThat(Tensors.shape(nano.get("fc.weight"))).containsExactly(200, 256);
            assertThat(Tensors.type(nano.get("fc.weight"))).isEqualTo(ScalarType.Half);
            assertThat(Tensors.type(nano.get("bn1.num_batches_tracked"))).isEqualTo(ScalarType.Long);
            long parameters = nano.tensors().entrySet().stream()
                    .filter(entry ->
                            entry.getKey().endsWith(".weight") || entry.getKey().endsWith(".bias"))
                    .mapToLong(entry -> entry.getValue().numel())
                    .sum();
            assertThat(parameters).isEqualTo(1_277_800);
        }
    }

    @Test
    void nothingElseIs() {
        assertThatThrownBy(() -> Embedded.open("resnet18"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("resnet18: no such weights are embedded; there is graft-nano");
    }

    @Test
    @NeedsShared(GraftNano.TRAINED)
    void itIsTheTrainedOneInHalfPrecision() throws IOException {
        Path converted = folder.resolve("graft-nano.safetensors");
        GraftNano.convert(Shared.path(GraftNano.TRAINED), converted);
        try (InputStream resource = Embedded.class.getResourceAsStream("graft-nano.safetensors")) {
            assertThat(resource).isNotNull();
            assertThat(converted).hasBinaryContent(resource.readAllBytes());
        }
        try (StateDict nano = Embedded.open(Embedded.GRAFT_NANO);
                StateDict trained = WeightsFile.read(Shared.path(GraftNano.TRAINED))) {
            assertThat(nano.tensors()).containsOnlyKeys(trained.tensors().keySet());
            float[] half = Tensors.floats(nano.get("layer4.0.conv2.weight"));
            float[] full = Tensors.floats(trained.get("layer4.0.conv2.weight"));
            for (int i = 0; i < full.length; i++) {
                float bound = Math.max(Math.abs(full[i]) / 1024, 6e-8f);
                assertThat(Math.abs(half[i] - full[i])).isLessThanOrEqualTo(bound);
            }
        }
    }
}

package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
    private static final ClassLoader NOTHING = new ClassLoader(null) {};

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
    void theLargerOneIsInAModuleOfItsOwn() throws IOException {
        try (StateDict lite = Embedded.open(Embedded.EFFICIENTNET_LITE0)) {
            assertThat(lite.origin().source()).isEqualTo("embedded tf_efficientnet_lite0");
            assertThat(lite.origin().metadata()).containsEntry("licence", "Apache-2.0");
            assertThat(Tensors.shape(lite.get("classifier.weight"))).containsExactly(1000, 1280);
            assertThat(Tensors.type(lite.get("blocks.0.0.conv_dw.weight"))).isEqualTo(ScalarType.Half);
        }
        // as they are: what is packed into a jar is no larger
        Path resources = Shared.projectRoot().resolve("weights/efficientnet-lite0/src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            assertThat(files.mapToLong(file ->
                                    file.toFile().isFile() ? file.toFile().length() : 0)
                            .sum())
                    .isLessThan(10_000_000);
        }
        assertThat(resources.resolve("META-INF/LICENSE")).isRegularFile();
        assertThat(resources.resolve("META-INF/NOTICE")).content().contains("Google", "Apache License");
    }

    /// With nothing but the library's own classes on the class path.
    @Test
    void withoutTheModuleOneLineSaysWhatToDo() {
        assertThatThrownBy(() -> Embedded.open(Embedded.EFFICIENTNET_LITE0, List.of(NOTHING)))
                .isInstanceOf(WeightsException.class)
                .hasMessage(
                        "tf_efficientnet_lite0: its weights are in a jar of their own, which is not on the class path;"
                                + " add the dependency dev.graft:graft-weights-efficientnet-lite0, give a file of them"
                                + " (--weights FILE), or take graft-nano, which is in the library");
    }

    @Test
    void nothingElseIs() {
        assertThatThrownBy(() -> Embedded.open("resnet18"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("resnet18: no such weights are embedded; there is tf_efficientnet_lite0, graft-nano");
    }

    @Test
    @NeedsShared({HalfPrecisionFile.NANO, HalfPrecisionFile.LITE0})
    void theyAreTheTrainedOnesInHalfPrecision() {
        for (HalfPrecisionFile file : HalfPrecisionFile.values()) {
            Path converted = folder.resolve(file.name());
            file.convert(converted);
            assertThat(converted).hasSameBinaryContentAs(file.embedded());
        }
        try (StateDict nano = Embedded.open(Embedded.GRAFT_NANO);
                StateDict trained = WeightsFile.read(HalfPrecisionFile.GRAFT_NANO.trained())) {
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

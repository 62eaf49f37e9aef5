package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract that every format's reader keeps, and how formats are told apart.
class WeightsFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "protocol4.pth", "plain_dict.pth", "plain.safetensors"})
    void everyFormatGivesTheSameTensors(String name) {
        try (StateDict weights = WeightsFile.read(Golden.file(name))) {
            Golden.assertSame("tensors", weights.tensors());
            assertThat(weights.origin().source()).endsWith(name);
            assertThat(weights.origin().notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"zip.pth, TORCH_ZIP", "legacy.pth, TORCH_LEGACY", "plain.safetensors, SAFETENSORS"})
    void formatsAreToldByContent(String name, Origin.Format format) throws IOException {
        Path renamed = Files.copy(Golden.file(name), folder.resolve("weights.dat"));
        try (StateDict weights = WeightsFile.read(renamed)) {
            assertThat(weights.origin().format()).isEqualTo(format);
        }
    }

    @Test
    void tensorsThatShareMemoryGoOnSharingIt() {
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            var front = weights.get("shared.front");
            var back = weights.get("shared.back");
            assertThat(front.storage().data().address())
                    .isEqualTo(back.storage().data().address());
            assertThat(back.storage_offset()).isEqualTo(6);
        }
    }

    @Test
    void aStateDictInsideACheckpointIsFound() {
        try (StateDict weights = WeightsFile.read(Golden.file("checkpoint.pth"))) {
            Golden.assertSame("checkpoint", weights.tensors());
            assertThat(weights.origin().notes())
                    .containsExactly(
                            "the state dict is under 'state_dict'; the rest is not used",
                            "took 'module.' off all names");
        }
    }

    @Test
    void prefixesOfSeveralWrappersAreTakenOff() {
        try (StateDict weights = WeightsFile.read(Golden.file("compiled.pth"))) {
            Golden.assertSame("checkpoint", weights.tensors());
            assertThat(weights.origin().notes()).contains("took '_orig_mod.module.' off all names");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole_model.pth | refuses to load 'torch.nn.modules.container.Sequential'",
                "whole_model_legacy.pth | save it again with torch.save(model.state_dict(), …)",
                "single_tensor.pth | found a single tensor",
                "torchscript.pth | is a TorchScript program"
            })
    void whatIsNoStateDictIsRefused(String name, String reason) {
        assertThatThrownBy(() -> WeightsFile.read(Golden.file(name)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(name + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "<!DOCTYPE html><html> | is a web page",
                "version https://git-lfs.github.com/spec/v1 | git lfs pull",
                "hello, world | is neither a file of torch.save nor safetensors",
                "{\"a\": 1} | without a weight_map",
                "{broken | is not JSON"
            })
    void otherFilesAreNamedForWhatTheyAre(String content, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("weights.pth"), content);
        assertThatThrownBy(() -> WeightsFile.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("weights.pth: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThatThrownBy(() -> WeightsFile.read(folder.resolve("none.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessage("none.pth: cannot be read (there is no such file or folder)");
    }

    @Test
    void aModelFolderIsReadByItsWeights() throws IOException {
        assertThatThrownBy(() -> WeightsFile.read(folder)).hasMessageContaining("is a folder with no weights");
        Files.copy(Golden.file("plain.safetensors"), folder.resolve("model.safetensors"));
        try (StateDict weights = WeightsFile.read(folder)) {
            Golden.assertSame("tensors", weights.tensors());
        }
    }

    @Test
    void shardsAreReadThroughTheirIndex() throws IOException {
        try (StateDict weights = WeightsFile.read(Golden.file("plain.safetensors"))) {
            var front = weights.get("shared.front");
            var sliced = weights.get("sliced");
            Safetensors.write(folder.resolve("model-1.safetensors"), Map.of("front", front), Map.of());
            Pth.write(folder.resolve("model-2.bin"), Map.of("sliced", sliced));
            Path index = index("{\"front\": \"model-1.safetensors\", \"sliced\": \"model-2.bin\"}");
            try (StateDict sharded = WeightsFile.read(index)) {
                assertThat(Tensors.bytes(sharded.get("front"))).isEqualTo(Tensors.bytes(front));
                assertThat(Tensors.bytes(sharded.get("sliced"))).isEqualTo(Tensors.bytes(sliced));
                assertThat(sharded.origin().format()).isEqualTo(Origin.Format.SHARDED);
            }
            assertThatThrownBy(() -> WeightsFile.read(index("{\"other\": \"model-1.safetensors\"}")))
                    .hasMessageContaining("the files are not of one model");
            assertThatThrownBy(() -> WeightsFile.read(index("{\"front\": \"model-9.safetensors\"}")))
                    .hasMessageContaining("model-9.safetensors: cannot be read (there is no such file or folder)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.safetensors", "/etc/passwd", "a/b.safetensors", "..", "C:\\\\x", ".hidden", ""})
    void anIndexLeadsNowhereElse(String shard) {
        assertThatThrownBy(() -> WeightsFile.read(index("{\"x\": \"" + shard + "\"}")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("not a plain file name");
    }

    private Path index(String weightMap) throws IOException {
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\": {}, \"weight_map\": " + weightMap + "}",
                StandardCharsets.UTF_8);
    }
}

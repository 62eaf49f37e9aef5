package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Init;
import dev.graft.nn.ParamStore;
import dev.graft.testing.NeedsTorch;
import dev.graft.testing.PythonTorch;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingTest {
    @TempDir
    Path folder;

    @Test
    void torchFilesComeBackByteForByte() {
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            Path file = folder.resolve("out.pth");
            Pth.write(file, weights.tensors());
            try (StateDict again = WeightsFile.read(file)) {
                Golden.assertSame("tensors", again.tensors());
            }
        }
    }

    @Test
    void safetensorsComeBackByteForByteWithTheirMetadata() {
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            Path file = folder.resolve("out.safetensors");
            Map<String, String> metadata = Map.of("format", "pt", "나라", "대한민국");
            Safetensors.write(file, weights.tensors(), metadata);
            try (StateDict again = WeightsFile.read(file)) {
                assertThat(again.origin().metadata()).isEqualTo(metadata);
                Map<String, Tensor> inOrder = new LinkedHashMap<>();
                weights.tensors().keySet().forEach(name -> inOrder.put(name, again.get(name)));
                Golden.assertSame("tensors", inOrder);
            }
        }
    }

    @Test
    void whatIsNotFiniteTakesNoPlaceOfWhatIs() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.writeFinite(file, Map.of("a", Tensors.of(new float[] {1, 2}, 2)), Map.of());
        byte[] good = Files.readAllBytes(file);
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            Map<String, Tensor> bad = Map.of("bn.running_var", Tensors.of(new float[] {1, value}, 2));
            assertThatThrownBy(() -> Safetensors.writeFinite(file, bad, Map.of()))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("not written: bn.running_var contains a value that is not finite");
        }
        assertThat(file).hasBinaryContent(good);
    }

    @Test
    void theSameTensorsGiveTheSameBytesInAnyOrder() throws IOException {
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            Path one = folder.resolve("one.safetensors");
            Path two = folder.resolve("two.safetensors");
            Safetensors.write(one, weights.tensors(), Map.of("a", "1", "b", "2"));
            Safetensors.write(two, weights.tensors().reversed(), Map.of("b", "2", "a", "1"));
            assertThat(two).hasSameBinaryContentAs(one);
            Path three = folder.resolve("three.pth");
            Path four = folder.resolve("four.pth");
            Pth.write(three, weights.tensors());
            Pth.write(four, weights.tensors());
            assertThat(four).hasSameBinaryContentAs(three);
        }
    }

    @Test
    void nothingIsLeftBesideTheFileAndTheOldOneStaysWhenWritingFails() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Safetensors.write(file, Map.of("x", Tensors.of(new float[] {1}, 1)), Map.of());
        byte[] before = Files.readAllBytes(file);
        Tensor complex = Tensors.empty(ScalarType.ComplexFloat, 2);
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("x", complex), Map.of()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("cannot be kept in a weights file");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[10]));
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("could not be written: the disk is full");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void dataIsAligned() throws IOException {
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            Path safetensors = folder.resolve("out.safetensors");
            Safetensors.write(safetensors, weights.tensors(), Map.of("odd", "x"));
            long header = ByteBuffer.wrap(Files.readAllBytes(safetensors))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong(0);
            assertThat(header % 8).isZero();

            Path pth = folder.resolve("out.pth");
            Pth.write(pth, weights.tensors());
            byte[] bytes = Files.readAllBytes(pth);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            try (ZipFile zip = new ZipFile(pth.toFile())) {
                zip.stream().forEach(entry -> {
                    int name = text.indexOf(entry.getName()); // the local header comes before the directory
                    int extra = ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getShort(name - 2);
                    assertThat((name + entry.getName().length() + extra) % 64)
                            .as(entry.getName())
                            .isZero();
                    assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                });
            }
        }
    }

    @Test
    void aNetworksWholeStateIsWritten() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            params.stage("fc").sub("fc").param("weight", Init.ONES, 2, 3);
            params.stage("fc").sub("bn").longBuffer("num_batches_tracked", Init.ZEROS);
            params.initialize(1);
            Safetensors.write(folder.resolve("net.safetensors"), params, Map.of());
            Pth.write(folder.resolve("net.pth"), params);
            for (String name : new String[] {"net.safetensors", "net.pth"}) {
                try (StateDict again = WeightsFile.read(folder.resolve(name))) {
                    assertThat(again.tensors()).containsOnlyKeys("fc.weight", "bn.num_batches_tracked");
                    assertThat(Tensors.floats(again.get("fc.weight"))).containsOnly(1f);
                }
            }
        }
    }

    @Test
    @NeedsTorch
    void pytorchReadsWhatIsWritten() throws IOException {
        Path file = folder.resolve("out.pth");
        try (StateDict weights = WeightsFile.read(Golden.file("zip.pth"))) {
            Pth.write(file, weights.tensors());
        }
        String said = PythonTorch.run("""
                import sys, torch
                expected = torch.load(sys.argv[1])
                for options in ({}, {'weights_only': True}):
                    found = torch.load(sys.argv[2], **options)
                    assert type(found).__name__ == 'OrderedDict', type(found)
                    assert list(found) == list(expected), list(found)
                    for name, tensor in expected.items():
                        assert found[name].dtype == tensor.dtype, name
                        assert found[name].shape == tensor.shape, name
                        assert torch.equal(found[name], tensor), name
                        assert found[name].is_contiguous(), name
                print(len(found), 'tensors')
                """, Golden.file("zip.pth"), file);
        assertThat(said).isEqualTo("19 tensors");
    }
}

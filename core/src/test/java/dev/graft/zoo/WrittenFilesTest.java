package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.testing.NeedsTorch;
import dev.graft.testing.Portable;
import dev.graft.testing.PythonTorch;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.weights.Pth;
import dev.graft.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Graft writes, PyTorch reads: the same file in torchvision's model gives the same logits.
@NeedsTorch
class WrittenFilesTest {
    private static final String PROGRAM = """
            import json, struct, sys, numpy, torch, torchvision
            name, weights, inputs = sys.argv[1:]
            model = getattr(torchvision.models, name)(weights=None, num_classes=10).eval()
            if weights.endswith('.pth'):
                state = torch.load(weights)
            else:
                raw = open(weights, 'rb').read()
                size = struct.unpack('<Q', raw[:8])[0]
                header, data = json.loads(raw[8:8 + size]), raw[8 + size:]
                types = {'F32': numpy.float32, 'I64': numpy.int64}
                state = {key: torch.from_numpy(numpy.frombuffer(data[slice(*value['data_offsets'])],
                                dtype=types[value['dtype']]).reshape(value['shape']).copy())
                         for key, value in header.items() if key != '__metadata__'}
            model.load_state_dict(state, strict=True)
            x = torch.from_numpy(numpy.fromfile(inputs, dtype=numpy.float32).reshape(2, 3, 64, 64))
            with torch.no_grad():
                print(*model(x).flatten().tolist())
            """;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "mobilenet_v2", "squeezenet1_1"})
    void givesTheSameLogitsInTorchvision(String name, @TempDir Path folder) throws IOException {
        Path inputs = folder.resolve("inputs.bin");
        try (Network network = Zoo.create(name, 10, 3, Device.CPU);
                Scope scope = Scope.open()) {
            Portable.fill(network.params());
            var x = Portable.inputs(2, 3, 64, 64);
            Files.write(inputs, Tensors.bytes(x));
            float[] expected = Tensors.floats(network.forward(x));
            Path pth = folder.resolve("model.pth");
            Path safetensors = folder.resolve("model.safetensors");
            Pth.write(pth, network.params());
            Safetensors.write(safetensors, network.params(), Map.of());
            assertSame(expected, PythonTorch.run(PROGRAM, name, pth, inputs));
            assertSame(expected, PythonTorch.run(PROGRAM, name, safetensors, inputs));
        }
    }

    private static void assertSame(float[] expected, String printed) {
        String[] found = printed.lines().reduce("", (before, line) -> line).split(" ", -1);
        assertThat(found).hasSameSizeAs(expected);
        double size = 0;
        for (float value : expected) {
            size = Math.max(size, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(Double.parseDouble(found[i])).isCloseTo(expected[i], within(1e-4 * size));
        }
    }
}

package dev.graft.bench;

import dev.graft.torch.Scope;
import dev.graft.weights.Safetensors;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Writes the weights of a file in half precision, as those inside the library are.
/// ```text
/// HalfPrecision model.safetensors half.safetensors
/// ```
final class HalfPrecision {
    private HalfPrecision() {}

    public static void main(String[] args) {
        try (Scope scope = Scope.open();
                StateDict weights = WeightsFile.read(Path.of(args[0]))) {
            Map<String, Tensor> halves = new LinkedHashMap<>();
            weights.tensors().forEach((name, tensor) -> halves.put(name, tensor.to(ScalarType.Half)));
            Safetensors.write(Path.of(args[1]), halves, Map.of("format", "pt"));
        }
    }
}

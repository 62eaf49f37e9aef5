package dev.graft.weights;

import dev.graft.testing.Shared;
import dev.graft.torch.Scope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Makes the embedded file from the trained one: the same names, floats in half precision.
final class GraftNano {
    static final String TRAINED = "weights/graft-nano.pth";

    private GraftNano() {}

    static void convert(Path from, Path to) {
        try (StateDict trained = WeightsFile.read(from);
                Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trained.tensors()
                    .forEach((name, tensor) ->
                            tensors.put(name, tensor.is_floating_point() ? tensor.to(ScalarType.Half) : tensor));
            Safetensors.write(
                    to,
                    tensors,
                    Map.of("format", "pt", "architecture", "graft_nano", "classes", "200", "licence", "Apache-2.0"));
        }
    }

    /// Writes the resource anew.
    public static void main(String[] arguments) {
        convert(
                Shared.path(TRAINED),
                Shared.projectRoot().resolve("core/src/main/resources/dev/graft/weights/graft-nano.safetensors"));
    }
}

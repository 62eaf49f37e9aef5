package dev.graft.weights;

import dev.graft.testing.Shared;
import dev.graft.torch.Scope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Embedded files, each made from a trained one: the same names, floats in half precision.
enum HalfPrecisionFile {
    GRAFT_NANO(
            HalfPrecisionFile.NANO,
            "core/src/main/resources/dev/graft/weights/graft-nano.safetensors",
            Map.of("format", "pt", "architecture", "graft_nano", "classes", "200", "licence", "Apache-2.0")),
    EFFICIENTNET_LITE0(
            HalfPrecisionFile.LITE0,
            "weights/efficientnet-lite0/src/main/resources/META-INF/graft/weights/tf_efficientnet_lite0.safetensors",
            Map.of(
                    "format",
                    "pt",
                    "architecture",
                    "tf_efficientnet_lite0",
                    "classes",
                    "1000",
                    "licence",
                    "Apache-2.0"));

    static final String NANO = "weights/graft-nano.pth";
    static final String LITE0 = "weights/efficientnet_lite0.safetensors";

    private final String trained;
    private final String embedded;
    private final Map<String, String> metadata;

    HalfPrecisionFile(String trained, String embedded, Map<String, String> metadata) {
        this.trained = trained;
        this.embedded = embedded;
        this.metadata = metadata;
    }

    Path trained() {
        return Shared.path(trained);
    }

    Path embedded() {
        return Shared.projectRoot().resolve(embedded);
    }

    void convert(Path to) {
        try (StateDict read = WeightsFile.read(trained());
                Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            read.tensors()
                    .forEach((name, tensor) ->
                            tensors.put(name, tensor.is_floating_point() ? tensor.to(ScalarType.Half) : tensor));
            Safetensors.write(to, tensors, metadata);
        }
    }

    /// Writes the embedded files anew.
    public static void main(String[] arguments) {
        for (HalfPrecisionFile file : values()) {
            file.convert(file.embedded());
        }
    }
}

package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.Shared;
import dev.graft.torch.Tensors;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files in `src/test/golden/torch-save` and what is in them.
final class Golden {
    private static final Path FOLDER = Shared.projectRoot().resolve("core/src/test/golden/torch-save");

    private Golden() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /// Compares names, their order, types, shapes and bytes.
    static void assertSame(String expected, Map<String, Tensor> tensors) {
        JsonNode values =
                new JsonMapper().readTree(file("values.json").toFile()).get(expected);
        assertThat(tensors.keySet()).containsExactlyElementsOf(values.propertyNames());
        tensors.forEach((name, tensor) -> {
            JsonNode value = values.get(name);
            assertThat(Tensors.typeName(Tensors.type(tensor)))
                    .as("type of %s", name)
                    .isEqualTo(value.get(0).stringValue());
            assertThat(new JsonMapper().writeValueAsString(Tensors.shape(tensor)))
                    .as("shape of %s", name)
                    .isEqualTo(value.get(1).toString());
            assertThat(HexFormat.of().formatHex(Tensors.bytes(tensor)))
                    .as("bytes of %s", name)
                    .isEqualTo(value.get(2).stringValue());
        });
    }
}

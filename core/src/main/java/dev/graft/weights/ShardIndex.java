package dev.graft.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `model.safetensors.index.json`: large models come in several files, and this says which tensor is in
/// which. All of them lie beside the index; a name that leads elsewhere is refused.
final class ShardIndex {
    static final long MAX_BYTES = 100_000_000;

    private ShardIndex() {}

    static StateDict read(Path index) throws IOException {
        Map<String, Set<String>> names = shards(index);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        names.forEach((shard, expected) -> {
            Path file = index.resolveSibling(shard);
            StateDict part = WeightsFile.named(file, () -> WeightsFile.readSingle(file));
            if (!part.tensors().keySet().equals(expected)) {
                throw new WeightsException("shard " + Lines.name(shard) + ": expected " + Lines.some(expected)
                        + ", found " + Lines.some(part.tensors().keySet()) + "; the files are not of one model");
            }
            tensors.putAll(part.tensors()); // handed on, not closed
        });
        String note = names.size() + " shards";
        return new StateDict(tensors, new Origin(index.toString(), Origin.Format.SHARDED, Map.of(), List.of(note)));
    }

    /// The names of the shards.
    ///
    /// @throws WeightsException if this is no index of files beside it
    static Set<String> files(Path index) throws IOException {
        return shards(index).keySet();
    }

    private static Map<String, Set<String>> shards(Path index) throws IOException {
        if (Files.size(index) > MAX_BYTES) {
            throw new WeightsException(
                    "has " + Files.size(index) + " bytes, expected an index of at most " + MAX_BYTES);
        }
        JsonNode map;
        try {
            map = new JsonMapper().readTree(Files.readAllBytes(index)).path("weight_map");
        } catch (JacksonException e) {
            throw new WeightsException("is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new WeightsException("is JSON without a weight_map: not the index of a sharded model");
        }
        Map<String, Set<String>> shards = new TreeMap<>();
        for (var entry : map.properties()) {
            String shard = entry.getValue().isString() ? entry.getValue().stringValue() : "";
            if (!shard.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
                throw new WeightsException(
                        "names a shard that is not a plain file name beside it: '" + Lines.name(shard) + "'");
            }
            shards.computeIfAbsent(shard, name -> new TreeSet<>()).add(entry.getKey());
        }
        return shards;
    }
}

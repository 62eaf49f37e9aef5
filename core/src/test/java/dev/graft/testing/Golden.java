package dev.graft.testing;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The project's own reference numbers, `core/src/test/golden/<case>/`, each beside its generator.
public final class Golden {
    private static final JsonMapper JSON = new JsonMapper();

    private Golden() {}

    public static Path path(String below) {
        return Shared.projectRoot().resolve("core/src/test/golden").resolve(below);
    }

    public static JsonNode json(String below) {
        return JSON.readTree(path(below).toFile());
    }
}

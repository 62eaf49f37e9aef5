package dev.graft.testing;

import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The folder of reference numbers and real inputs beside the project.
public final class Shared {
    private static final JsonMapper JSON = new JsonMapper();

    private Shared() {}

    /// `../shared` beside the project's root, or `GRAFT_SHARED`, and a path below it.
    public static Path path(String below) {
        String given = System.getenv("GRAFT_SHARED");
        Path root = given != null ? Path.of(given) : projectRoot().resolveSibling("shared");
        return root.resolve(below);
    }

    public static JsonNode json(String below) {
        return JSON.readTree(path(below).toFile());
    }

    public static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        while (!here.resolve("mvnw").toFile().exists()) {
            here = Objects.requireNonNull(here.getParent(), "no mvnw above the working folder");
        }
        return here;
    }
}

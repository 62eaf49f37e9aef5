package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weights that travel inside the library or in a jar beside it, so that the first steps need no download.
public final class Embedded {
    /// The small trunk: see `docs/graft-nano.md`.
    public static final String GRAFT_NANO = "graft-nano";

    /// EfficientNet-Lite0 for images of 224 pixels, in the jar `graft-weights-efficientnet-lite0`: see its README.
    public static final String EFFICIENTNET_LITE0 = "tf_efficientnet_lite0";

    /// The small Korean text encoder: see `docs/graft-nano-ko.md`.
    public static final String GRAFT_NANO_KO = "graft-nano-ko";

    /// Where jars beside the library have theirs.
    private static final String BESIDE = "META-INF/graft/weights/";

    private static final int VERSION_DIGITS = 12;

    /// Of a text model.
    private static final List<String> FILES =
            List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");

    private Embedded() {}

    /// A model folder that travels inside the library, put into the cache once.
    ///
    /// @param name [#GRAFT_NANO_KO]
    /// @throws WeightsException if the library carries none of that name, or the cache cannot be written to
    public static Path folder(String name, HubSettings settings) {
        try {
            Map<String, byte[]> content = new LinkedHashMap<>();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                try (InputStream in = Embedded.class.getResourceAsStream(name + "/" + file)) {
                    if (in == null) {
                        throw new WeightsException(
                                Lines.name(name) + ": no such model is embedded; there is " + GRAFT_NANO_KO);
                    }
                    byte[] bytes = in.readAllBytes();
                    digest.update(bytes);
                    content.put(file, bytes);
                }
            }
            String version = HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
            Path folder = settings.home().resolve("embedded").resolve(name + "-" + version);
            if (!Files.isDirectory(folder)) {
                put(folder, content);
            }
            return folder;
        } catch (IOException e) {
            throw new WeightsException(
                    "embedded " + name + ": cannot be put into the cache " + settings.home() + ": " + Failures.reason(e)
                            + "; set GRAFT_HOME to a folder that can be written to",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// Whole or not at all, also when two processes do it at once.
    private static void put(Path folder, Map<String, byte[]> content) throws IOException {
        Files.createDirectories(folder.getParent());
        Path beside = Files.createTempDirectory(folder.getParent(), ".embedded-");
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Files.write(beside.resolve(file.getKey()), file.getValue());
        }
        try {
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            for (String file : content.keySet()) {
                Files.deleteIfExists(beside.resolve(file));
            }
            Files.deleteIfExists(beside);
            if (!Files.isDirectory(folder)) {
                throw e; // nobody else has put it there meanwhile
            }
        }
    }

    /// Reads embedded weights.
    ///
    /// @param name [#GRAFT_NANO], [#EFFICIENTNET_LITE0]
    /// @throws WeightsException if there are none of that name, or the jar that has them is not on the class path
    public static StateDict open(String name) {
        ClassLoader own = Embedded.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return open(name, context == null ? List.of(own) : List.of(own, context)); // a server may have two
    }

    /// @param loaders of jars beside the library
    static StateDict open(String name, List<ClassLoader> loaders) {
        try (InputStream in = resource(name + ".safetensors", loaders)) {
            if (in == null) {
                throw new WeightsException(
                        name.equals(EFFICIENTNET_LITE0)
                                ? name + ": its weights are in a jar of their own, which is not on the class path; add"
                                        + " the dependency dev.graft:graft-weights-efficientnet-lite0, give a file of"
                                        + " them (--weights FILE), or take " + GRAFT_NANO + ", which is in the library"
                                : Lines.name(name) + ": no such weights are embedded; there is " + EFFICIENTNET_LITE0
                                        + ", " + GRAFT_NANO);
            }
            return Safetensors.read("embedded " + name, ByteSource.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new WeightsException("embedded " + name + ": cannot be read: " + Failures.reason(e), e);
        }
    }

    private static @Nullable InputStream resource(String file, List<ClassLoader> loaders) {
        InputStream inside = Embedded.class.getResourceAsStream(file);
        for (ClassLoader loader : loaders) {
            if (inside == null) {
                inside = loader.getResourceAsStream(BESIDE + file);
            }
        }
        return inside;
    }
}

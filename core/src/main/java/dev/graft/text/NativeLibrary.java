package dev.graft.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// HuggingFace's tokenizers (Rust) as Deep Java Library binds them: unpacked once into `natives/` of Graft's cache
/// folder, from there loaded into the process.
///
/// Only the binding itself is used. DJL's own loader looks for CUDA, may fetch another library, and reports each use on
/// EC2 to its makers; none of that is on the class path.
final class NativeLibrary {
    private static final String RESOURCES = "/native/lib/";
    private static boolean loaded;

    private NativeLibrary() {}

    /// @throws TokenizerException if there is no library for this system, or it cannot be unpacked
    static synchronized TokenizersLibrary open() {
        if (!loaded) {
            load();
            loaded = true;
        }
        return TokenizersLibrary.LIB;
    }

    private static void load() {
        String system = system(System.getProperty("os.name"), System.getProperty("os.arch"));
        String library = System.mapLibraryName("tokenizers");
        // each needs those before it
        List<String> files = system.startsWith("win")
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", library)
                : List.of(library);
        if (TokenizersLibrary.class.getResource(RESOURCES + system + "/cpu/" + library) == null) {
            throw new TokenizerException("tokenizers: no native library for " + system
                    + "; there is one for linux-x86_64, linux-aarch64, osx-aarch64 and win-x86_64");
        }
        Path home = home(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        Path folder = home.resolve("natives").resolve("tokenizers-" + version() + "-" + system);
        try {
            for (String file : files) {
                Path unpacked = folder.resolve(file);
                unpack(RESOURCES + system + "/cpu/" + file, unpacked);
                System.load(unpacked.toAbsolutePath().toString());
            }
        } catch (IOException e) {
            throw new TokenizerException(
                    folder + ": the native library of the tokenizers cannot be unpacked: " + TokenizerFolder.reason(e)
                            + "; set GRAFT_HOME to a folder that can be written",
                    e);
        } catch (UnsatisfiedLinkError e) {
            throw new TokenizerException(
                    folder + ": the native library of the tokenizers cannot be loaded: " + e.getMessage(), e);
        }
    }

    /// As DJL calls an operating system and a processor.
    static String system(String os, String architecture) {
        String name = os.toLowerCase(Locale.ROOT);
        String prefix = name.startsWith("win") ? "win" : name.startsWith("mac") ? "osx" : "linux";
        return prefix + "-"
                + switch (architecture) {
                    case "amd64" -> "x86_64";
                    case "arm64" -> "aarch64";
                    default -> architecture;
                };
    }

    /// The cache folder, by the rule that weights are kept by: `GRAFT_HOME`, or where the platform keeps caches.
    static Path home(Map<String, String> environment, String os, Path user) {
        String given = environment.getOrDefault("GRAFT_HOME", "").strip();
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        String name = os.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return user.resolve("Library/Caches/graft");
        }
        String caches = environment
                .getOrDefault(name.startsWith("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "")
                .strip();
        return caches.isEmpty() ? user.resolve(".cache/graft") : Path.of(caches).resolve("graft");
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = TokenizersLibrary.class.getResourceAsStream(RESOURCES + "tokenizers.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new TokenizerException("tokenizers: the jar of the native library cannot be read; build again", e);
        }
        return properties.getProperty("version", "unknown");
    }

    /// Writes a resource to a file, unless it is there already. Several processes may do so at once.
    static void unpack(String resource, Path file) throws IOException {
        URL url = TokenizersLibrary.class.getResource(resource);
        if (url == null) {
            throw new IOException("the jar has no " + resource);
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // closing the stream is to close the jar
        try (InputStream in = connection.getInputStream()) {
            if (Files.exists(file) && Files.size(file) == connection.getContentLengthLong()) {
                return;
            }
            try (Draft draft = Draft.of(file)) {
                in.transferTo(Channels.newOutputStream(draft.channel()));
                draft.moveIntoPlace();
            }
        }
    }
}

package dev.graft.weights;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where downloaded weights are kept and whether anything may be downloaded.
///
/// @param home    the cache folder; weights are in `weights/` below it
/// @param mirror  a base address that takes the place of every publisher's, `https://models.example.org/graft/`;
///     a file is looked for under its name there. Null for the publishers' own addresses
/// @param offline whether the network is never used
public record HubSettings(Path home, @Nullable URI mirror, boolean offline) {
    public HubSettings {
        String scheme = mirror == null ? "https" : String.valueOf(mirror.getScheme());
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "GRAFT_MIRROR: expected an address that begins with https:// or http://, found " + mirror);
        }
    }

    /// Reads `GRAFT_HOME`, `GRAFT_MIRROR` and `GRAFT_OFFLINE` (`1` or `true`). Without `GRAFT_HOME` the cache is
    /// where the platform keeps caches: `~/.cache/graft` (or `$XDG_CACHE_HOME/graft`), `~/Library/Caches/graft`,
    /// `%LOCALAPPDATA%\graft`.
    ///
    /// @throws IllegalArgumentException if `GRAFT_MIRROR` is no web address
    public static HubSettings fromEnvironment() {
        return from(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /// The same, without any network.
    public HubSettings withoutNetwork() {
        return new HubSettings(home, mirror, true);
    }

    static HubSettings from(Map<String, String> environment, String os, Path user) {
        Function<String, @Nullable String> set = name -> {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? null : value;
        };
        String home = set.apply("GRAFT_HOME");
        String mirror = set.apply("GRAFT_MIRROR");
        String offline = environment.getOrDefault("GRAFT_OFFLINE", "").strip();
        return new HubSettings(
                home != null ? Path.of(home) : defaultHome(set, os.toLowerCase(Locale.ROOT), user),
                mirror != null ? URI.create(mirror) : null,
                offline.equals("1") || offline.equalsIgnoreCase("true"));
    }

    private static Path defaultHome(Function<String, @Nullable String> set, String os, Path user) {
        String xdg = set.apply("XDG_CACHE_HOME");
        String local = set.apply("LOCALAPPDATA");
        if (os.contains("windows") && local != null) {
            return Path.of(local).resolve("graft");
        }
        if (os.contains("mac")) {
            return user.resolve("Library/Caches/graft");
        }
        return xdg != null ? Path.of(xdg).resolve("graft") : user.resolve(".cache/graft");
    }
}

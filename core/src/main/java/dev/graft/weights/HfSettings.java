package dev.graft.weights;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where HuggingFace's models are kept and come from, as its own tools have it.
///
/// @param cache     the folder of all models
/// @param endpoint  the server, without a slash at the end
/// @param offline   which setting forbids the network; null if none does
/// @param links     whether a snapshot's files are links into the blobs
/// @param tokenFile where a token may be
/// @param token     of the environment
record HfSettings(
        Path cache,
        URI endpoint,
        @Nullable String offline,
        boolean links,
        @Nullable Path tokenFile,
        @Nullable String token) {
    private static final Logger LOG = LoggerFactory.getLogger(HfSettings.class);
    private static final Set<String> TRUE = Set.of("1", "true", "yes", "on");

    static HfSettings from(HubSettings settings, Map<String, String> environment, Path user) {
        Variables set = new Variables(environment, user);
        Path home = set.path("HF_HOME")
                .or(() -> set.path("XDG_CACHE_HOME").map(caches -> caches.resolve("huggingface")))
                .orElse(user.resolve(".cache/huggingface"));
        boolean tokens = !set.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN");
        Path tokenFile = set.path("HF_TOKEN_PATH").orElse(home.resolve("token"));
        return new HfSettings(
                set.path("HF_HUB_CACHE")
                        .or(() -> set.path("HUGGINGFACE_HUB_CACHE"))
                        .orElse(home.resolve("hub")),
                endpoint(set.text("HF_ENDPOINT").orElse("https://huggingface.co")),
                settings.offline()
                        ? "--offline or GRAFT_OFFLINE"
                        : Stream.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
                                .filter(set::isTrue)
                                .findFirst()
                                .orElse(null),
                !set.isTrue("HF_HUB_DISABLE_SYMLINKS"),
                tokens ? tokenFile : null,
                tokens
                        ? set.text("HF_TOKEN")
                                .or(() -> set.text("HUGGING_FACE_HUB_TOKEN"))
                                .orElse(null)
                        : null);
    }

    private static URI endpoint(String text) {
        URI address = URI.create(text.replaceFirst("/+$", ""));
        String scheme = String.valueOf(address.getScheme());
        if (!(scheme.equals("https") || scheme.equals("http")) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "HF_ENDPOINT: expected an address that begins with https:// or http://, found " + text);
        }
        return address;
    }

    /// The token that goes to the server, and nowhere else.
    ///
    /// @throws WeightsException if there is one that no request can carry
    Optional<Web.Bearer> bearer() {
        Optional<String> found = Optional.ofNullable(token).or(this::fileToken);
        if (found.isPresent() && !found.get().matches("[!-~]+")) {
            throw new WeightsException((token != null ? "HF_TOKEN" : String.valueOf(tokenFile))
                    + ": expected a token of letters and digits, found other characters in it; copy it again from "
                    + endpoint + "/settings/tokens");
        }
        return found.map(value -> new Web.Bearer(endpoint, value));
    }

    private Optional<String> fileToken() {
        if (tokenFile == null || !Files.isRegularFile(tokenFile)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(tokenFile).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) { // most models need none
            LOG.warn("{}: cannot be read, no token is sent: {}", tokenFile, Failures.reason(e));
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HfSettings[" + cache + ", " + endpoint + "]"; // the token stays out of logs
    }

    /// The environment; a variable that is empty is not set.
    private record Variables(Map<String, String> environment, Path user) {
        Optional<String> text(String name) {
            return Optional.of(environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty());
        }

        Optional<Path> path(String name) {
            return text(name)
                    .map(value -> value.equals("~") || value.startsWith("~/")
                            ? user.resolve(value.substring(Math.min(2, value.length())))
                            : Path.of(value));
        }

        boolean isTrue(String name) {
            return text(name)
                    .filter(value -> TRUE.contains(value.toLowerCase(Locale.ROOT)))
                    .isPresent();
        }
    }
}

package dev.graft.weights;

import dev.graft.text.Draft;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Weights files by name: from the cache, or else from where they are published, checked by SHA-256.
///
/// The network is used only when [#fetch(HubFile)] is called for a file that is not in the cache. Models of
/// HuggingFace, which are whole folders, come by [HfHub].
/// ```java
/// Path file = Hub.fromEnvironment().fetch(card.file());
/// ```
public final class Hub {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubSettings settings;
    private final Patience patience;
    private final Progress watch;

    /// A hub with these settings; nothing is read or fetched yet.
    public Hub(HubSettings settings) {
        this(settings, Patience.USUAL);
    }

    Hub(HubSettings settings, Patience patience) {
        this(settings, patience, Progress.NONE);
    }

    private Hub(HubSettings settings, Patience patience, Progress watch) {
        this.settings = settings;
        this.patience = patience;
        this.watch = watch;
    }

    /// The same hub, telling `progress` about every download.
    public Hub withProgress(Progress progress) {
        return new Hub(settings, patience, progress);
    }

    /// A hub with the settings of the environment.
    public static Hub fromEnvironment() {
        return new Hub(HubSettings.fromEnvironment());
    }

    /// HuggingFace's models, with the same settings and the same progress.
    ///
    /// @throws IllegalArgumentException if `HF_ENDPOINT` is no web address
    public HfHub huggingFace() {
        return HfHub.of(settings, System.getenv()).withProgress(watch);
    }

    /// What it was made with.
    public HubSettings settings() {
        return settings;
    }

    /// Where the file is or would be in the cache.
    public Path place(HubFile file) {
        return settings.home().resolve("weights").resolve(file.name());
    }

    /// Where the file comes from: the mirror, where one is set, or its publisher.
    public URI address(HubFile file) {
        URI mirror = settings.mirror();
        if (mirror == null) {
            return file.url();
        }
        String base = mirror.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + file.name());
    }

    /// The file in the cache, if it is there and has the right checksum. Never uses the network.
    public Optional<Path> cached(HubFile file) {
        Path place = place(file);
        return Files.isRegularFile(place) && verified(file, place) ? Optional.of(place) : Optional.empty();
    }

    /// The file in the cache, downloaded first if need be.
    ///
    /// @throws WeightsException if it is not there and cannot be fetched: offline, no such address, a wrong
    ///     checksum; the message says what to do
    public Path fetch(HubFile file) {
        Optional<Path> cached = cached(file);
        if (cached.isPresent()) {
            return cached.get();
        }
        Path place = place(file);
        if (settings.offline()) {
            throw new WeightsException(offlineAdvice(file, place));
        }
        try {
            return CacheLock.holding(beside(place, ".lock"), () -> {
                Optional<Path> meanwhile = cached(file); // another process may have fetched it
                return meanwhile.isPresent() ? meanwhile.get() : download(file, place);
            });
        } catch (IOException e) {
            throw new WeightsException(
                    file.name() + ": the cache " + place.getParent() + " cannot be used: " + Failures.reason(e)
                            + "; set GRAFT_HOME to a folder that can be written",
                    e);
        }
    }

    /// Puts a file that was brought here by hand into the cache, as if it had been downloaded.
    ///
    /// @return where it is kept
    /// @throws WeightsException if its checksum is another, or the cache cannot be written
    public Path put(HubFile file, Path brought) {
        String found = Sha256.of(brought);
        if (!found.startsWith(file.sha256())) {
            throw new WeightsException(
                    brought + ": expected SHA-256 " + file.sha256() + " of " + file.name() + ", found " + found
                            + "; download it again from " + file.url() + ", or use it with --weights " + brought);
        }
        Path place = place(file);
        AtomicFile.copy(brought, place);
        remember(file, place);
        return place;
    }

    private Path download(HubFile file, Path place) throws IOException {
        Path part = beside(place, ".part");
        URI address = address(file);
        LOG.info("downloading {} from {}", file.name(), address);
        try (Web web = new Web(patience, "GRAFT_MIRROR", null)) {
            Download.Expected expected = new Download.Expected(file.name(), file.sha256(), -1, Long.MAX_VALUE);
            new Download(web, expected, address, part).run((bytes, total) -> watch.update(address, bytes, total));
        }
        Draft.move(part, place);
        remember(file, place);
        return place;
    }

    /// Checks the checksum once a file, not once a start: a stamp beside it says which size and time were right.
    private static boolean verified(HubFile file, Path place) {
        try {
            Path stamp = stamp(place);
            if (Files.isRegularFile(stamp) && Files.readString(stamp).equals(stampText(file, place))) {
                return true;
            }
            String found = Sha256.of(place);
            if (!found.startsWith(file.sha256())) {
                LOG.debug("{}: expected SHA-256 {}, found {}", place, file.sha256(), found);
                return false;
            }
            remember(file, place);
            return true;
        } catch (IOException e) {
            throw new WeightsException(place + ": cannot be read: " + Failures.reason(e), e);
        }
    }

    private static void remember(HubFile file, Path place) {
        try {
            Files.writeString(stamp(place), stampText(file, place));
        } catch (IOException e) {
            LOG.debug("no stamp beside {}, it will be checked again next time", place, e);
        }
    }

    private static String stampText(HubFile file, Path place) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
        return file.sha256() + " " + attributes.size() + " "
                + attributes.lastModifiedTime().toInstant() + "\n";
    }

    private String offlineAdvice(HubFile file, Path place) {
        String there = Files.exists(place) ? "is in the cache with a wrong checksum" : "is not in the cache";
        return file.name() + ": " + there + " and downloads are off (--offline or GRAFT_OFFLINE); get " + address(file)
                + " elsewhere and put it at " + place.toAbsolutePath() + " (SHA-256 " + file.sha256() + ")";
    }

    private static Path stamp(Path place) {
        return beside(place, ".verified");
    }

    private static Path beside(Path place, String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }
}

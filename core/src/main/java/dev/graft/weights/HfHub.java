package dev.graft.weights;

import dev.graft.text.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Model folders of HuggingFace by name: from its cache, or else from its server into its cache, where Python's
/// tools find them, too.
/// ```java
/// Path folder = HfHub.fromEnvironment().folder("klue/bert-base");
/// ```
/// `HF_HUB_CACHE` and `HF_HOME` say where the cache is, `HF_ENDPOINT` where the server is, `HF_TOKEN` who asks;
/// `HF_HUB_OFFLINE=1` keeps off the network. All are what huggingface_hub makes of them.
public final class HfHub {
    private static final Logger LOG = LoggerFactory.getLogger(HfHub.class);

    private final HfSettings settings;
    private final HfCache cache;
    private final Patience patience;
    private final Progress watch;

    private HfHub(HfSettings settings, Patience patience, Progress watch) {
        this.settings = settings;
        this.cache = new HfCache(settings.cache(), settings.links());
        this.patience = patience;
        this.watch = watch;
    }

    HfHub(HfSettings settings, Patience patience) {
        this(settings, patience, Progress.NONE);
    }

    /// A hub with these settings; nothing is read or fetched yet.
    ///
    /// @param settings    whether the network may be used; its cache and its mirror are for Graft's own files
    /// @param environment HuggingFace's variables
    /// @throws IllegalArgumentException if `HF_ENDPOINT` is no web address
    public static HfHub of(HubSettings settings, Map<String, String> environment) {
        Path user = Path.of(System.getProperty("user.home"));
        return new HfHub(HfSettings.from(settings, environment, user), Patience.USUAL);
    }

    /// A hub with the settings of the environment.
    ///
    /// @throws IllegalArgumentException if `HF_ENDPOINT` or `GRAFT_MIRROR` is no web address
    public static HfHub fromEnvironment() {
        return of(HubSettings.fromEnvironment(), System.getenv());
    }

    /// The same hub, telling `progress` about every download.
    public HfHub withProgress(Progress progress) {
        return new HfHub(settings, patience, progress);
    }

    /// Whether a text may be the name of a model, `bert-base-multilingual-cased` or `klue/bert-base`, with a
    /// revision after `@` or without. A file or folder that exists is none.
    public static boolean isName(String text) {
        return HfName.isName(text) && !Files.exists(Path.of(text));
    }

    /// The folder of a model, downloaded first if need be. What is in the cache is taken as it is: the server is
    /// not asked whether there is a newer one.
    ///
    /// @param name `klue/bert-base`; or `klue/bert-base@REVISION`, a branch, a tag or a commit
    /// @return a folder with `config.json`, weights and a tokenizer's files
    /// @throws WeightsException if it is not there and cannot be fetched: offline, no such model, not for
    ///     everybody, a wrong checksum; the message says what to do
    public Path folder(String name) {
        HfName model = HfName.of(name);
        Optional<Path> cached = cached(model);
        if (cached.isPresent()) {
            return cached.get();
        }
        if (settings.offline() != null) {
            throw new WeightsException(offlineAdvice(model, settings.offline()));
        }
        try {
            return CacheLock.holding(cache.lock(model), () -> {
                Optional<Path> meanwhile = cached(model); // another process may have fetched it
                return meanwhile.isPresent() ? meanwhile.get() : download(model);
            });
        } catch (IOException e) {
            throw new WeightsException(
                    model + ": the cache " + settings.cache() + " cannot be used: " + Failures.reason(e)
                            + "; set HF_HOME to a folder that can be written",
                    e);
        }
    }

    /// Models that are whole in the cache, by name, with their folders.
    ///
    /// @throws WeightsException if the cache cannot be read
    public SequencedMap<String, Path> cached() {
        SequencedMap<String, Path> found = new LinkedHashMap<>();
        cache.names().forEach(model -> cached(model).ifPresent(folder -> found.put(model.toString(), folder)));
        return found;
    }

    private Optional<Path> cached(HfName model) {
        return cache.snapshot(model).filter(folder -> HfFiles.lacks(folder).isEmpty());
    }

    private Path download(HfName model) throws IOException {
        Optional<Web.Bearer> bearer = settings.bearer();
        try (Web web = new Web(patience, "HF_ENDPOINT", bearer.orElse(null))) {
            HfServer server = new HfServer(web, settings.endpoint(), bearer.isPresent(), model);
            HfFile config = server.config();
            LOG.info("downloading {} from {}", model, settings.endpoint());
            Fetch fetch = new Fetch(web, server, config.commit(), cache.snapshot(model, config.commit()));
            List<HfFile> files = new ArrayList<>(List.of(config));
            files.addAll(fetch.tokenizer());
            files.addAll(fetch.sentences());
            files.addAll(fetch.weights()); // last: a snapshot counts once it has them
            for (HfFile file : files) {
                fetch.bring(file);
            }
            cache.remember(model, config.commit());
            return fetch.snapshot();
        }
    }

    private String offlineAdvice(HfName model, String setting) {
        String found = cache.snapshot(model)
                .flatMap(folder -> HfFiles.lacks(folder).map(lack -> "is in the cache without " + lack))
                .orElse("is not in the cache");
        return model + ": " + found + " and downloads are off (" + setting + "); copy the folder " + model.folder()
                + " of a machine that has it to " + settings.cache().toAbsolutePath() + ", or bring " + HfFiles.WANTED
                + ", then --model FOLDER; a folder " + model + " is not here either";
    }

    /// The files of one commit on their way into its snapshot.
    private final class Fetch {
        private final Web web;
        private final HfServer server;
        private final String commit;
        private final Path snapshot;

        Fetch(Web web, HfServer server, String commit, Path snapshot) {
            this.web = web;
            this.server = server;
            this.commit = commit;
            this.snapshot = snapshot;
        }

        Path snapshot() {
            return snapshot;
        }

        private boolean has(String file) {
            return Files.isRegularFile(snapshot.resolve(file));
        }

        List<HfFile> tokenizer() throws IOException {
            List<HfFile> files = new ArrayList<>();
            for (String name : HfFiles.TOKENIZER) {
                if (!has(name)) {
                    server.look(commit, name).ifPresent(files::add);
                }
            }
            Predicate<String> found = name ->
                    has(name) || files.stream().anyMatch(file -> file.name().equals(name));
            if (!HfFiles.makeTokenizer(found)) {
                throw new WeightsException(server.name() + ": has no tokenizer that is read here, neither"
                        + " tokenizer.json nor vocab.txt; in Python, AutoTokenizer.from_pretrained(NAME)"
                        + ".save_pretrained(FOLDER) makes one: put the model's config.json and weights beside it,"
                        + " then --model FOLDER");
            }
            return files;
        }

        /// How one vector is made of a text, where the model says it.
        List<HfFile> sentences() throws IOException {
            List<HfFile> files = new ArrayList<>();
            if (!has(HfFiles.MODULES)) {
                server.look(commit, HfFiles.MODULES).ifPresent(files::add);
            }
            if (has(HfFiles.MODULES) || !files.isEmpty()) {
                for (String name : HfFiles.OF_SENTENCES) {
                    if (!has(name)) {
                        server.look(commit, name).ifPresent(files::add);
                    }
                }
            }
            return files;
        }

        /// The first of the forms in which there are weights.
        List<HfFile> weights() throws IOException {
            if (HfFiles.hasWeights(snapshot)) {
                return List.of();
            }
            for (String name : WeightsFile.IN_FOLDERS) {
                Optional<HfFile> file = server.look(commit, name);
                if (file.isPresent()) {
                    return HfFiles.isIndex(name) ? shards(file.get()) : List.of(file.get());
                }
            }
            throw new WeightsException(server.name() + ": has no weights that are read here; expected one of "
                    + String.join(", ", WeightsFile.IN_FOLDERS));
        }

        private List<HfFile> shards(HfFile index) throws IOException {
            bring(index);
            List<HfFile> files = new ArrayList<>();
            for (String shard : HfFiles.shards(snapshot.resolve(index.name()))) {
                files.add(server.look(commit, shard)
                        .orElseThrow(() -> new WeightsException(server.name() + ": " + index.name() + " names "
                                + Lines.name(shard) + ", which the server does not have; try another revision")));
            }
            return files;
        }

        void bring(HfFile file) throws IOException {
            if (has(file.name())) {
                return;
            }
            Path blob = cache.blob(server.name(), file.etag());
            boolean isNew = !Files.isRegularFile(blob);
            if (isNew) {
                Files.createDirectories(blob.getParent());
                Path part = blob.resolveSibling(file.etag() + ".part");
                new Download(web, file.expected(), file.address(), part)
                        .run((bytes, total) -> watch.update(file.address(), bytes, total));
                Draft.move(part, blob);
            }
            cache.place(blob, snapshot, file.name(), isNew);
        }
    }
}

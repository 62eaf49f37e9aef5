package dev.graft.weights;

import static dev.graft.weights.FakeHf.COMMIT;
import static dev.graft.weights.FakeHf.FOLDER;
import static dev.graft.weights.FakeHf.MODEL;
import static dev.graft.weights.FakeHf.WEIGHTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads into HuggingFace's cache.
class HfHubTest {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String TOKEN = " (Bearer hf_secret)";

    @TempDir
    Path home;

    private final FakeHf server;

    HfHubTest() throws IOException {
        server = new FakeHf();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aModelIsFetchedIntoHuggingFacesLayoutOnce() throws IOException {
        Path folder = server.client(home).folder(MODEL);
        Path model = home.resolve("hub").resolve(FOLDER);
        assertThat(folder).isEqualTo(model.resolve("snapshots").resolve(COMMIT));
        assertThat(model.resolve("refs/main")).hasContent(COMMIT);
        assertThat(Files.size(model.resolve("refs/main"))).isEqualTo(COMMIT.length()); // no line's end
        assertThat(names(folder))
                .containsExactly("config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt");
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", FakeHf.sha256(WEIGHTS)));
        assertThat(Files.readSymbolicLink(folder.resolve("vocab.txt")))
                .isEqualTo(Path.of("../../blobs", FakeHf.gitHash(FakeHf.VOCABULARY)));
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(folder.resolve("vocab.txt")).hasBinaryContent(FakeHf.VOCABULARY);
        assertThat(names(model.resolve("blobs"))).hasSize(4).noneMatch(name -> name.contains("."));
        assertThat(server.fetched()).endsWith("model.safetensors").hasSize(4);
        assertThat(server.requests).first().isEqualTo("HEAD /klue/bert-base/resolve/main/config.json");
        assertThat(server.requests.subList(1, server.requests.size()))
                .allMatch(request -> request.contains("/resolve/" + COMMIT + "/")); // all of one commit

        int asked = server.requests.size();
        assertThat(server.client(home).folder(MODEL)).isEqualTo(folder);
        assertThat(server.requests).hasSize(asked);
        server.close();
        HfHub offline = server.client(home, "HF_HUB_OFFLINE", "1");
        assertThat(offline.folder(MODEL)).isEqualTo(folder);

        Files.createDirectories(home.resolve("hub/models--klue--roberta-small/blobs"));
        Files.createDirectories(home.resolve("hub/datasets--nsmc"));
        assertThat(offline.cached()).isEqualTo(Map.of(MODEL, folder));
        Files.delete(folder.resolve("model.safetensors"));
        assertThat(offline.cached()).isEmpty();
    }

    /// How one vector is made of a text stands in a folder of its own.
    @Test
    void whatSentenceTransformersSaysOfAModelComesWithIt() throws IOException {
        byte[] modules = FakeHf.utf8("[]");
        byte[] pooling = FakeHf.utf8("{}");
        server.small.put("modules.json", modules);
        server.small.put("1_Pooling/config.json", pooling);
        Path folder = server.client(home).folder(MODEL);
        assertThat(folder.resolve("modules.json")).hasBinaryContent(modules);
        assertThat(folder.resolve("1_Pooling/config.json")).hasBinaryContent(pooling);
        assertThat(Files.readSymbolicLink(folder.resolve("1_Pooling/config.json")))
                .isEqualTo(Path.of("../../../blobs", FakeHf.gitHash(pooling)));
        assertThat(server.fetched()).endsWith("model.safetensors").hasSize(6);
    }

    @Test
    void nothingIsCachedWhereThereIsNoCache() {
        assertThat(server.client(home.resolve("nowhere")).cached()).isEmpty();
    }

    @Test
    void progressIsToldOfEveryFile() {
        TreeMap<String, Long> seen = new TreeMap<>();
        server.client(home)
                .withProgress((address, bytes, total) -> {
                    seen.put(address.getPath().replaceFirst(".*/", ""), bytes);
                    assertThat(total).isNotNegative();
                })
                .folder(MODEL);
        assertThat(seen).containsEntry("model.safetensors", 300_000L).hasSize(4);
    }

    @Test
    void aBrokenDownloadGoesOn() throws IOException {
        server.breaksAfter = 100_000;
        Patience once = new Patience(1, Duration.ZERO, Duration.ofSeconds(1));
        int broken = 0;
        while (broken < 10) {
            try {
                assertThat(server.client(once, home).folder(MODEL).resolve("model.safetensors"))
                        .hasBinaryContent(WEIGHTS);
                break;
            } catch (WeightsException e) {
                broken++;
                assertThat(e)
                        .hasMessageContaining(
                                "run it again to continue from there, or set HF_ENDPOINT to another source");
                assertThatThrownBy(
                                () -> server.client(home, "HF_HUB_OFFLINE", "1").folder(MODEL))
                        .hasMessageContaining("not in the cache"); // there is no ref to half a model
            }
        }
        assertThat(broken).isBetween(2, 9);
        assertThat(server.stored.subList(1, server.stored.size()))
                .allMatch(request -> request.matches("GET model\\.safetensors bytes=\\d{5,6}-"));
        assertThat(server.fetched().stream().filter("config.json"::equals)).hasSize(1);
    }

    @Test
    void theTokenGoesToTheServerAndNotWhereItRedirectsTo() throws IOException {
        server.client(home, "HF_TOKEN", "hf_secret").folder(MODEL);
        assertThat(server.requests).isNotEmpty().allMatch(request -> request.endsWith(TOKEN));
        assertThat(server.stored).containsExactly("GET model.safetensors null");

        Path other = Files.createDirectories(home.resolve("other"));
        server.requests.clear();
        Files.writeString(other.resolve("token"), "hf_secret\n");
        server.client(other).folder(MODEL);
        assertThat(server.requests).isNotEmpty().allMatch(request -> request.endsWith(TOKEN));

        server.requests.clear();
        server.client(home.resolve("third"), "HF_TOKEN", "hf_secret", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
                .folder(MODEL);
        assertThat(server.requests).isNotEmpty().noneMatch(request -> request.contains("Bearer"));
    }

    @Test
    void aModelThatWasRenamedIsFollowed() {
        Path folder = server.client(home, "HF_TOKEN", "hf_secret").folder("bert-base");
        assertThat(folder)
                .isEqualTo(home.resolve("hub/models--bert-base/snapshots").resolve(COMMIT));
        assertThat(server.requests).isNotEmpty().allMatch(request -> request.endsWith(TOKEN));
    }

    @Test
    void anEndpointMayHaveAPath() {
        Path folder = server.client(home, "HF_ENDPOINT", server.address() + "/proxy/hf/")
                .folder(MODEL);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(server.requests).allMatch(request -> request.contains(" /proxy/hf/klue/bert-base/resolve/"));
    }

    @Test
    void aBusyServerIsAskedAgain() {
        server.busy = 2;
        assertThat(server.client(home).folder(MODEL)).isDirectory();
    }

    @Test
    void revisionsAreKeptApart() throws IOException {
        String older = "1".repeat(40);
        server.revisions.put("v1.0", older);
        server.revisions.put("refs/pr/3", older);
        server.revisions.put(older, older);
        HfHub hub = server.client(home);
        Path main = hub.folder(MODEL);
        int fetched = server.fetched().size();
        Path tagged = hub.folder(MODEL + "@v1.0");
        assertThat(tagged).isEqualTo(main.resolveSibling(older));
        assertThat(server.fetched()).hasSize(fetched); // the same blobs
        assertThat(hub.folder(MODEL + "@refs/pr/3")).isEqualTo(tagged);
        assertThat(server.requests).contains("HEAD /klue/bert-base/resolve/refs%2Fpr%2F3/config.json");
        int asked = server.requests.size();
        assertThat(hub.folder(MODEL + "@" + older)).isEqualTo(tagged);
        assertThat(hub.folder(MODEL + "@refs/pr/3")).isEqualTo(tagged);
        assertThat(server.requests).hasSize(asked);
        Path refs = home.resolve("hub").resolve(FOLDER).resolve("refs");
        assertThat(refs.resolve("v1.0")).hasContent(older);
        assertThat(refs.resolve("refs/pr/3")).hasContent(older);
        assertThat(names(refs)).containsExactly("main", "refs", "v1.0"); // a commit needs none
    }

    @Test
    void shardsAreFetchedByTheirIndex() throws IOException {
        server.large.clear();
        server.large.put("model-00001-of-00002.safetensors", FakeHf.content(2, 5000));
        server.large.put("model-00002-of-00002.safetensors", FakeHf.content(3, 6000));
        server.small.put(INDEX, FakeHf.utf8("""
                {"weight_map": {"a": "model-00002-of-00002.safetensors", "b": "model-00001-of-00002.safetensors",
                                "c": "model-00002-of-00002.safetensors"}}"""));
        Path folder = server.client(home).folder(MODEL);
        assertThat(folder.resolve("model-00001-of-00002.safetensors")).hasBinaryContent(FakeHf.content(2, 5000));
        assertThat(folder.resolve("model-00002-of-00002.safetensors")).hasBinaryContent(FakeHf.content(3, 6000));
        assertThat(server.fetched()).hasSize(6).endsWith("model-00002-of-00002.safetensors");

        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertThatThrownBy(() -> server.client(home, "HF_HUB_OFFLINE", "1").folder(MODEL))
                .hasMessageContaining("is in the cache without model.safetensors or pytorch_model.bin");
        server.requests.clear();
        server.client(home).folder(MODEL);
        assertThat(folder.resolve("model-00002-of-00002.safetensors")).exists();
        assertThat(server.fetched()).isEmpty(); // its blob was still there
    }

    @Test
    void filesOfTorchAreTakenWhereThereIsNothingElse() {
        server.large.clear();
        server.large.put("pytorch_model.bin", WEIGHTS);
        server.small.remove("vocab.txt");
        server.small.put("vocab.json", FakeHf.utf8("{}"));
        server.small.put("merges.txt", new byte[0]);
        Path folder = server.client(home).folder(MODEL);
        assertThat(folder.resolve("pytorch_model.bin")).hasBinaryContent(WEIGHTS);
        assertThat(folder.resolve("merges.txt")).isEmptyFile();
    }

    @Test
    void whatIsMissingInAFolderIsFetchedAndNothingElse() throws IOException {
        Path folder = server.client(home).folder(MODEL);
        Files.delete(folder.resolve("vocab.txt").toRealPath()); // the link stays, and leads nowhere
        server.requests.clear();
        assertThat(server.client(home).folder(MODEL).resolve("vocab.txt")).hasBinaryContent(FakeHf.VOCABULARY);
        assertThat(folder.resolve("vocab.txt")).isSymbolicLink();
        assertThat(server.fetched()).containsExactly("vocab.txt");
        assertThat(server.requests).noneMatch(request -> request.contains("model.safetensors"));
    }

    @Test
    void whereLinksAreNotPossibleFilesStandInTheirPlace() throws IOException {
        String older = "1".repeat(40);
        server.revisions.put(older, older);
        HfHub hub = server.client(home, "HF_HUB_DISABLE_SYMLINKS", "1");
        Path folder = hub.folder(MODEL);
        assertThat(Files.isRegularFile(folder.resolve("model.safetensors"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(hub.folder(MODEL)).isEqualTo(folder);

        Path blobs = home.resolve("hub").resolve(FOLDER).resolve("blobs");
        assertThat(names(blobs)).isEmpty(); // nothing is kept twice
        Path blob = Files.write(blobs.resolve(FakeHf.sha256(WEIGHTS)), WEIGHTS);
        server.requests.clear();
        Path other = hub.folder(MODEL + "@" + older); // another program's blob is copied and stays
        assertThat(other.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(blob).exists();
        assertThat(server.fetched()).doesNotContain("model.safetensors");
    }

    @Test
    void manyThreadsFetchAModelOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> server.client(home).folder(MODEL));
            }
            for (Future<Path> folder : threads.invokeAll(tasks)) {
                assertThat(folder.get().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            }
        }
        assertThat(server.requests.stream().filter(request -> request.contains("/main/")))
                .hasSize(1);
        assertThat(server.fetched()).hasSize(4);
    }

    @Test
    void aTokenIsInNoText() {
        assertThat(new Web.Bearer(URI.create("https://huggingface.co"), "hf_secret").toString())
                .doesNotContain("hf_secret");
        assertThatThrownBy(() -> server.client(home, "HF_TOKEN", "hf_secret\tx").folder(MODEL))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("HF_TOKEN: expected a token of letters and digits, found other characters")
                .hasMessageNotContaining("hf_secret");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package dev.graft.weights;

import static dev.graft.weights.FakeHf.COMMIT;
import static dev.graft.weights.FakeHf.FOLDER;
import static dev.graft.weights.FakeHf.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Caches that Python wrote, and machines without internet.
class HfCacheTest {
    @TempDir
    Path home;

    private Path snapshot = Path.of("");

    @BeforeEach
    void python() {
        snapshot = home.resolve("hub").resolve(FOLDER).resolve("snapshots").resolve(COMMIT);
    }

    @Test
    void aModelThatPythonFetchedIsFound() throws IOException {
        ref("main");
        file("config.json");
        file("pytorch_model.bin");
        file("tokenizer.json");
        assertThat(offline().folder(MODEL)).isEqualTo(snapshot);
        assertThat(offline().folder(MODEL + "@" + COMMIT)).isEqualTo(snapshot);
        assertThatThrownBy(() -> offline().folder(MODEL + "@v1")).hasMessageStartingWith(MODEL + "@v1: is not in");
    }

    @Test
    void aRevisionIsFoundByItsRef() throws IOException {
        ref("refs/pr/1");
        file("config.json");
        file("model.safetensors");
        file("vocab.json");
        file("merges.txt");
        assertThat(offline().folder(MODEL + "@refs/pr/1")).isEqualTo(snapshot);
        assertThatThrownBy(() -> offline().folder(MODEL)).isInstanceOf(WeightsException.class);
    }

    @Test
    void shardsAreCounted() throws IOException {
        ref("main");
        file("config.json");
        file("vocab.txt");
        Files.writeString(
                file("pytorch_model.bin.index.json"), "{\"weight_map\": {\"a\": \"one.bin\", \"b\": \"two.bin\"}}");
        file("one.bin");
        assertThatThrownBy(() -> offline().folder(MODEL))
                .hasMessageContaining("is in the cache without model.safetensors or pytorch_model.bin");
        file("two.bin");
        assertThat(offline().folder(MODEL)).isEqualTo(snapshot);
        Files.writeString(snapshot.resolve("pytorch_model.bin.index.json"), "{");
        assertThatThrownBy(() -> offline().folder(MODEL))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(snapshot.resolve("pytorch_model.bin.index.json") + ": is not JSON");
    }

    @Test
    void aFolderThatLacksSomethingIsNotAModel() throws IOException {
        ref("main");
        file("model.safetensors");
        assertThatThrownBy(() -> offline().folder(MODEL)).hasMessageContaining("is in the cache without config.json");
        file("config.json");
        file("vocab.json");
        assertThatThrownBy(() -> offline().folder(MODEL))
                .hasMessageContaining("is in the cache without tokenizer.json or vocab.txt");
        file("merges.txt");
        assertThat(offline().folder(MODEL)).isEqualTo(snapshot);
        Files.delete(snapshot.resolve("model.safetensors").toRealPath());
        assertThatThrownBy(() -> offline().folder(MODEL)).hasMessageContaining("without model.safetensors or");
    }

    @Test
    void aRefThatLeadsElsewhereIsNoRef() throws IOException {
        ref("main");
        file("config.json");
        file("model.safetensors");
        file("vocab.txt");
        Files.writeString(home.resolve("hub").resolve(FOLDER).resolve("refs/main"), "../snapshots/" + COMMIT);
        assertThatThrownBy(() -> offline().folder(MODEL)).hasMessageContaining("is not in the cache");
    }

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_OFFLINE, 1, HF_HUB_OFFLINE",
        "HF_HUB_OFFLINE, on, HF_HUB_OFFLINE",
        "TRANSFORMERS_OFFLINE, Yes, TRANSFORMERS_OFFLINE",
        "TRANSFORMERS_OFFLINE, TRUE, TRANSFORMERS_OFFLINE",
        ", , --offline or GRAFT_OFFLINE",
    })
    void offlineSaysWhatToBring(String name, String value, String setting) {
        Map<String, String> more = name == null ? Map.of() : Map.of(name, value);
        assertThatThrownBy(() -> hub(name == null, more).folder(MODEL))
                .isInstanceOf(WeightsException.class)
                .hasMessage(MODEL + ": is not in the cache and downloads are off (" + setting + "); copy the folder "
                        + FOLDER + " of a machine that has it to " + home.resolve("hub") + ", or bring a folder with"
                        + " config.json, model.safetensors or pytorch_model.bin, and tokenizer.json or vocab.txt,"
                        + " then --model FOLDER; a folder " + MODEL + " is not here either");
    }

    private HfHub offline() {
        return hub(false, Map.of("HF_HUB_OFFLINE", "1"));
    }

    /// Nothing answers at that address: whoever asks fails otherwise than is expected.
    private HfHub hub(boolean offline, Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", "http://localhost:1"));
        environment.putAll(more);
        return HfHub.of(new HubSettings(home.resolve("graft"), null, offline), environment);
    }

    private void ref(String revision) throws IOException {
        Path ref = home.resolve("hub").resolve(FOLDER).resolve("refs").resolve(revision);
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, COMMIT);
    }

    /// As huggingface_hub makes one.
    private Path file(String name) throws IOException {
        Path blobs = home.resolve("hub").resolve(FOLDER).resolve("blobs");
        Files.createDirectories(blobs);
        Files.createDirectories(snapshot);
        Path blob = Files.writeString(blobs.resolve(FakeHf.gitHash(FakeHf.utf8(name))), name);
        return Files.createSymbolicLink(
                snapshot.resolve(name),
                Path.of("../../blobs", blob.getFileName().toString()));
    }
}

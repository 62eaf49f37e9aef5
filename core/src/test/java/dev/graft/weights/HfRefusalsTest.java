package dev.graft.weights;

import static dev.graft.weights.FakeHf.COMMIT;
import static dev.graft.weights.FakeHf.FOLDER;
import static dev.graft.weights.FakeHf.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that refuse, are none of HuggingFace, or mean harm.
class HfRefusalsTest {
    private static final String SETTINGS = "/settings/tokens)";

    @TempDir
    Path home;

    private final FakeHf server;

    HfRefusalsTest() throws IOException {
        server = new FakeHf();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, GatedRepo, the model is gated: its terms have to be accepted first",
        "403, GatedRepo, the model is gated: its terms have to be accepted first",
        "401, RepoNotFound, 'there is no such model at ADDRESS, or it is private'",
        "401, '', 'the model is private or gated, or there is none of that name (the server answered 401)'",
        "403, '', 'the model is private or gated, or there is none of that name (the server answered 403)'",
    })
    void aModelThatIsNotForEverybody(int status, String error, String reason) {
        server.status = status;
        server.error = error;
        String address = server.address().toString();
        refused()
                .hasMessage(MODEL + ": " + reason.replace("ADDRESS", address)
                        + "; check the name, ask for access at " + address
                        + "/klue/bert-base, and set HF_TOKEN to a token of yours (" + address + SETTINGS);
        refused("HF_TOKEN", "hf_secret")
                .hasMessageContaining(
                        "make sure that the token in HF_TOKEN or HuggingFace's token file is yours and may")
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void aModelThatIsNotThere() {
        server.small.remove("config.json");
        refused()
                .hasMessage(MODEL + ": no such model at " + server.address() + " (or it has no config.json): check the"
                        + " name; if a folder was meant, there is none of that name");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aRevisionThatIsNotThere() {
        assertThatThrownBy(() -> server.client(home).folder(MODEL + "@v9"))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(MODEL + ": has no revision 'v9' at " + server.address());
    }

    @Test
    void anythingElseIsSaidAsItIs() {
        server.status = 405;
        refused().hasMessageContaining("config.json: the server answered 405; set HF_ENDPOINT");
        server.status = 503;
        refused().hasMessageContaining("3 attempts: the server answered 503");
        server.close();
        refused().hasMessageContaining("3 attempts: no connection; run it again");
    }

    @Test
    void aModelWithoutATokenizerIsRefusedBeforeItsWeightsAreFetched() {
        server.small.remove("vocab.txt");
        server.small.put("vocab.json", FakeHf.utf8("{}")); // is nothing without merges.txt
        refused()
                .hasMessageStartingWith(MODEL + ": has no tokenizer that is read here, neither tokenizer.json nor")
                .hasMessageEndingWith("then --model FOLDER");
        assertThat(server.fetched()).isEmpty();
    }

    @Test
    void aModelOfAnotherFramework() {
        server.large.clear();
        server.large.put("tf_model.h5", FakeHf.WEIGHTS);
        refused()
                .hasMessage(MODEL + ": has no weights that are read here; expected one of model.safetensors,"
                        + " model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json");
    }

    @Test
    void weightsWithAnotherChecksumAreNotKept() throws IOException {
        byte[] other = FakeHf.content(7, FakeHf.WEIGHTS.length);
        server.sent.put("model.safetensors", other);
        refused()
                .hasMessageStartingWith("model.safetensors: expected SHA-256 " + FakeHf.sha256(FakeHf.WEIGHTS)
                        + ", found " + FakeHf.sha256(other))
                .hasMessageEndingWith("nothing was kept, try again or set HF_ENDPOINT to another source");
        assertThat(files()).noneMatch(name -> name.contains(FakeHf.sha256(FakeHf.WEIGHTS)) || name.contains("refs"));
        server.sent.clear();
        assertThat(server.client(home).folder(MODEL).resolve("model.safetensors"))
                .hasBinaryContent(FakeHf.WEIGHTS);
    }

    @Test
    void aChecksumMayBeInAPlainEtag() {
        server.small.put("model.safetensors", FakeHf.content(7, 1000));
        server.large.clear();
        server.headers.put("ETag", "\"" + "0".repeat(64) + "\"");
        refused().hasMessageStartingWith("config.json: expected SHA-256 " + "0".repeat(64) + ", found ");
    }

    @Test
    void moreBytesThanAnnouncedAreNotSaved() throws IOException {
        server.sent.put("model.safetensors", FakeHf.content(7, 2_000_000));
        refused()
                .hasMessageStartingWith("model.safetensors: expected at most 300000 bytes, ")
                .hasMessageContaining(" sends more; nothing was kept");
        assertThat(files()).noneMatch(name -> name.contains(".part"));
    }

    @Test
    void fewerBytesThanAnnouncedAreNotTheFile() {
        server.headers.put("Content-Length", "5000");
        refused().hasMessageContaining("config.json: expected 5000 bytes, found 22 at http://");
    }

    @Test
    void aConfigurationOfAGigabyteIsNone() {
        server.headers.put("Content-Length", "1000000000");
        refused().hasMessageStartingWith("config.json: expected at most 100000000 bytes, the server has 1000000000");
        assertThat(server.fetched()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../outside", "a/b", "..", ".", "a\\b"})
    void commitsLeadNowhereElse(String commit) throws IOException {
        server.headers.put("X-Repo-Commit", commit);
        refused().hasMessageContaining("expected a commit in X-Repo-Commit, found '" + commit + "'");
        assertThat(files()).allMatch(name -> name.contains(".locks"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"../../outside\"", "\"..\"", "\".hidden\"", "W/\"a/b\"", "\"a\\b\"", "\"C:x\"", "\"a b\""})
    void etagsLeadNowhereElse(String etag) throws IOException {
        server.headers.put("ETag", etag);
        refused().hasMessageContaining("config.json: expected an ETag that can be a file's name, found '");
        assertThat(files()).allMatch(name -> name.contains(".locks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.safetensors", "/etc/passwd", "a/b.safetensors", "..", "a\\\\b"})
    void shardsLeadNowhereElse(String shard) throws IOException {
        server.large.clear();
        server.small.put("model.safetensors.index.json", FakeHf.utf8("{\"weight_map\": {\"a\": \"" + shard + "\"}}"));
        refused()
                .hasMessageContaining(
                        "model.safetensors.index.json: names a shard that is not a plain file name beside it");
        assertThat(files()).noneMatch(name -> name.contains("outside") || name.contains("passwd"));
    }

    @Test
    void aShardThatIsNotThere() {
        server.large.clear();
        server.small.put("model.safetensors.index.json", FakeHf.utf8("{\"weight_map\": {\"a\": \"b.safetensors\"}}"));
        refused()
                .hasMessage(MODEL + ": model.safetensors.index.json names b.safetensors, which the server does not"
                        + " have; try another revision");
    }

    @Test
    void anotherKindOfServer() {
        server.headers.put("X-Repo-Commit", "");
        refused()
                .hasMessageEndingWith("/main/config.json: the answer is not that of a HuggingFace server: it lacks"
                        + " X-Repo-Commit; check HF_ENDPOINT and the proxy");
        server.headers.remove("X-Repo-Commit");
        server.headers.put("ETag", "");
        refused().hasMessageContaining("it lacks an ETag");
    }

    @Test
    void redirectsComeToAnEnd() {
        assertThatThrownBy(() -> server.client(home).folder("loop"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("the server redirects more than 10 times");
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Path occupied = Files.writeString(home.resolve("occupied"), "a file");
        assertThatThrownBy(() -> server.client(occupied).folder(MODEL))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(MODEL + ": the cache " + occupied.resolve("hub") + " cannot be used: ")
                .hasMessageEndingWith("set HF_HOME to a folder that can be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../models", "a/b/c", "", "a b", "a--b", "a/", "x@../y", "x@", "x@a..b", "x\n"})
    void whatIsNoNameIsNotAskedFor(String name) {
        assertThatThrownBy(() -> server.client(home).folder(name))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("expected");
        assertThat(server.requests).isEmpty();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String... environment) {
        AbstractThrowableAssert<?, ? extends Throwable> refusal = assertThatThrownBy(
                        () -> server.client(home, environment).folder(MODEL))
                .isInstanceOf(WeightsException.class);
        assertThat(home.resolve("hub")
                        .resolve(FOLDER)
                        .resolve("snapshots")
                        .resolve(COMMIT)
                        .resolve("model.safetensors"))
                .doesNotExist();
        return refusal.satisfies(failure ->
                assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }
}

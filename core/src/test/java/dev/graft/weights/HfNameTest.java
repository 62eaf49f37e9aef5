package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HfNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "klue/bert-base",
                "bert-base-multilingual-cased",
                "monologg/koelectra-base-v3-discriminator",
                "a",
                "_x/y.z_1",
                "klue/bert-base@main",
                "klue/bert-base@refs/pr/1",
                "klue/bert-base@v1.0+cu12",
            })
    void names(String text) {
        assertThat(HfHub.isName(text)).isTrue();
        assertThat(HfName.of(text).folder()).startsWith("models--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "./model", "../model", "models/", "/models", "a/b/c", "a b", "모델", "~/model", "a\\b",
                        "C:x",
                "-a", "a.", "a--b", "a..b", "x.git", "a@", "a@b@c", "a@..", "a@b/../c", "a@/b", "a@b/", "a\n", "@main",
            })
    void noNames(String text) {
        assertThat(HfHub.isName(text)).isFalse();
    }

    @Test
    void aNameHasABound() {
        assertThat(HfHub.isName("a".repeat(96))).isTrue();
        assertThat(HfHub.isName("a".repeat(97))).isFalse();
    }

    /// Names are told from paths by looking, so the folder has to be in the working folder.
    @Test
    void whatExistsIsAFileAndNoName() throws IOException {
        Path folder = Files.createTempDirectory(Path.of(""), "model");
        try {
            assertThat(HfHub.isName(folder.toString())).isFalse();
        } finally {
            Files.delete(folder);
        }
        assertThat(HfHub.isName(folder.toString())).isTrue();
    }

    @Test
    void aRevisionIsOneWordOfAnAddress() {
        HfName name = HfName.of("klue/bert-base@refs/pr/1");
        assertThat(name).isEqualTo(new HfName("klue/bert-base", "refs/pr/1")).hasToString("klue/bert-base@refs/pr/1");
        assertThat(name.address(URI.create("https://mirror.example/hf"), name.revision(), "config.json"))
                .hasToString("https://mirror.example/hf/klue/bert-base/resolve/refs%2Fpr%2F1/config.json");
        assertThat(HfName.of("klue/bert-base")).hasToString("klue/bert-base");
        assertThat(HfName.of("klue/bert-base").revision()).isEqualTo("main");
    }
}

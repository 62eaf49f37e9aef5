package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HfSettingsTest {
    private static final HubSettings HUB = new HubSettings(Path.of("/graft"), null, false);

    @TempDir
    Path user;

    @Test
    void theCacheIsWherePythonHasIt() {
        assertThat(settings().cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(settings("XDG_CACHE_HOME", "/c").cache()).isEqualTo(Path.of("/c/huggingface/hub"));
        assertThat(settings("XDG_CACHE_HOME", "/c", "HF_HOME", "/hf").cache()).isEqualTo(Path.of("/hf/hub"));
        assertThat(settings("HF_HOME", "~/hf").cache()).isEqualTo(user.resolve("hf/hub"));
        assertThat(settings("HF_HOME", "/hf", "HUGGINGFACE_HUB_CACHE", "/old").cache())
                .isEqualTo(Path.of("/old"));
        assertThat(settings("HF_HOME", "/hf", "HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/hub")
                        .cache())
                .isEqualTo(Path.of("/hub"));
        assertThat(settings("HF_HUB_CACHE", " ").cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
    }

    @Test
    void theServerIsHuggingFacesOrAnother() {
        assertThat(settings().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings("HF_ENDPOINT", "https://mirror.example/hf//").endpoint())
                .isEqualTo(URI.create("https://mirror.example/hf"));
        HubSettings mirrored = new HubSettings(Path.of("/graft"), URI.create("https://graft.example"), false);
        assertThat(HfSettings.from(mirrored, Map.of(), user).endpoint())
                .isEqualTo(
                        URI.create("https://huggingface.co")); // a mirror of Graft's files has no models of HuggingFace
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://mirror", "/models", "mirror.example", "https://", "https:///x"})
    void theServerIsAWebAddress(String address) {
        assertThatThrownBy(() -> HfHub.of(HUB, Map.of("HF_ENDPOINT", address)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyOfThreeSwitchesTurnsTheNetworkOff() {
        assertThat(settings().offline()).isNull();
        assertThat(settings("HF_HUB_OFFLINE", "0").offline()).isNull();
        assertThat(settings("HF_HUB_OFFLINE", "0", "TRANSFORMERS_OFFLINE", "1").offline())
                .isEqualTo("TRANSFORMERS_OFFLINE");
        assertThat(HfSettings.from(HUB.withoutNetwork(), Map.of("HF_HUB_OFFLINE", "0"), user)
                        .offline())
                .isEqualTo("--offline or GRAFT_OFFLINE");
    }

    @Test
    void theTokenOfTheEnvironmentGoesBeforeTheOneInAFile() throws IOException {
        assertThat(settings("HF_HOME", user.toString()).bearer()).isEmpty();
        Files.writeString(user.resolve("token"), "hf_file\n");
        Files.writeString(user.resolve("other"), "hf_other");
        assertThat(token("HF_HOME", user.toString())).isEqualTo("hf_file");
        assertThat(token("HF_HOME", user.toString(), "HUGGING_FACE_HUB_TOKEN", "hf_old"))
                .isEqualTo("hf_old");
        assertThat(token("HF_HOME", user.toString(), "HUGGING_FACE_HUB_TOKEN", "hf_old", "HF_TOKEN", "hf_new"))
                .isEqualTo("hf_new");
        assertThat(token("HF_TOKEN_PATH", user.resolve("other").toString())).isEqualTo("hf_other");
        assertThat(settings("HF_HOME", user.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1", "HF_TOKEN", "hf_new")
                        .bearer())
                .isEmpty();
        assertThat(settings("HF_TOKEN", "hf_new").toString()).doesNotContain("hf_new");
    }

    private String token(String... environment) {
        return settings(environment).bearer().orElseThrow().token();
    }

    private HfSettings settings(String... environment) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return HfSettings.from(HUB, all, user);
    }
}

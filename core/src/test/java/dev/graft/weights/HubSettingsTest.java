package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
    private static final Path USER = Path.of("/home/user");

    @Test
    void thePlatformsCacheIsTheDefault() {
        assertThat(settings("Linux").home()).isEqualTo(USER.resolve(".cache/graft"));
        assertThat(settings("Linux", "XDG_CACHE_HOME", "/fast").home()).isEqualTo(Path.of("/fast/graft"));
        assertThat(settings("Mac OS X").home()).isEqualTo(USER.resolve("Library/Caches/graft"));
        assertThat(settings("Windows 11", "LOCALAPPDATA", "/local").home()).isEqualTo(Path.of("/local/graft"));
        assertThat(settings("Linux").mirror()).isNull();
        assertThat(settings("Linux").offline()).isFalse();
    }

    @Test
    void theEnvironmentDecides() {
        HubSettings settings = HubSettings.from(
                Map.of("GRAFT_HOME", "/models", "GRAFT_MIRROR", "https://mirror.example/x", "GRAFT_OFFLINE", "true"),
                "Linux",
                USER);
        assertThat(settings)
                .isEqualTo(new HubSettings(Path.of("/models"), URI.create("https://mirror.example/x"), true));
        HubFile file = new HubFile("net.pth", URI.create("https://publisher.example/net.pth"), "0123abcd");
        assertThat(new Hub(settings).address(file)).isEqualTo(URI.create("https://mirror.example/x/net.pth"));
        assertThat(new Hub(settings("Linux")).address(file)).isEqualTo(file.url());
        assertThat(settings("Linux", "GRAFT_OFFLINE", "0").offline()).isFalse();
        assertThat(settings("Linux", "GRAFT_OFFLINE", "1").offline()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://mirror", "/models", "mirror.example"})
    void aMirrorIsAWebAddress(String mirror) {
        assertThatThrownBy(() -> settings("Linux", "GRAFT_MIRROR", mirror))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GRAFT_MIRROR: expected an address that begins with https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.pth", "a/b.pth", "", ".hidden", "a b", "C:x"})
    void namesOfFilesLeadNowhereElse(String name) {
        assertThatThrownBy(() -> new HubFile(name, URI.create("https://publisher.example/x"), "0123abcd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a plain file name");
    }

    private static HubSettings settings(String os, String... environment) {
        return HubSettings.from(environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]), os, USER);
    }
}

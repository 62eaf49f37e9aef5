package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTest {
    private static final URI FROM = URI.create("https://huggingface.co/a/b");

    private final Web web = new Web(Patience.USUAL, "HF_ENDPOINT", null);

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void aRedirectIsFollowed() throws IOException {
        assertThat(web.target(FROM, "/c")).isEqualTo(URI.create("https://huggingface.co/c"));
        assertThat(web.target(FROM, "https://cdn.example/c?x=1")).isEqualTo(URI.create("https://cdn.example/c?x=1"));
        assertThat(web.target(URI.create("http://mirror.example/a"), "https://huggingface.co/c"))
                .isEqualTo(URI.create("https://huggingface.co/c"));
    }

    @Test
    void aRedirectDoesNotGiveUpEncryption() {
        assertThatThrownBy(() -> web.target(FROM, "http://huggingface.co/a/b"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("https://huggingface.co/a/b: the server redirects to http://huggingface.co/a/b, without"
                        + " encryption; set HF_ENDPOINT to another source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "jar:file:/x!/y", "http://", "https:opaque", "not an address"})
    void aRedirectLeadsToTheWeb(String location) {
        assertThatThrownBy(() -> web.target(FROM, location))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server redirects to no");
    }

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/x, true",
        "https://HuggingFace.co:443, true",
        "http://huggingface.co, false",
        "https://huggingface.co:8443, false",
        "https://huggingface.co.evil.example, false",
        "https://cdn.huggingface.co, false",
    })
    void aServerIsSchemeHostAndPort(URI other, boolean same) {
        assertThat(Web.isSameServer(FROM, other)).isEqualTo(same);
    }
}

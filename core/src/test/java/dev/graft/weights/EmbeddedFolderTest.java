package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFolderTest {
    private static final long MOST_BYTES = 8_000_000;

    @TempDir
    Path home;

    @Test
    void isPutIntoTheCacheOnceAndWhole() throws IOException {
        HubSettings settings = new HubSettings(home, null, true);
        Path folder = Embedded.folder(Embedded.GRAFT_NANO_KO, settings);
        assertThat(folder).startsWith(home);
        assertThat(folder)
                .isDirectoryContaining("glob:**/config.json")
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/model.safetensors");
        FileTime written = Files.getLastModifiedTime(folder.resolve("model.safetensors"));
        assertThat(Embedded.folder(Embedded.GRAFT_NANO_KO, settings)).isEqualTo(folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("model.safetensors")))
                .isEqualTo(written);
        assertThat(folder.getParent()).isDirectoryNotContaining("glob:**/.embedded-*");
    }

    @Test
    void isSmall() throws IOException {
        Path folder = Embedded.folder(Embedded.GRAFT_NANO_KO, new HubSettings(home, null, true));
        assertThat(Files.size(folder.resolve("model.safetensors"))).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void anotherNameIsRefused() {
        assertThatThrownBy(() -> Embedded.folder("graft-nano-fr", new HubSettings(home, null, true)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no such model is embedded");
    }
}

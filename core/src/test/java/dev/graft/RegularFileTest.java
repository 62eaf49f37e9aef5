package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageData;
import dev.graft.data.ImageFiles;
import dev.graft.data.ImageOptions;
import dev.graft.data.LineInput;
import dev.graft.data.PartFolders;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextLines;
import dev.graft.data.text.TextOptions;
import dev.graft.train.SavedModel;
import dev.graft.tune.PlanFile;
import dev.graft.weights.WeightsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A pipe that nobody writes into, in every place where a file may stand. Whoever opens it waits for ever.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
    @TempDir
    Path folder;

    @Test
    void isRefusedWhereverItIsNamed() throws Exception {
        Path pipe = pipe("pipe.csv");

        assertRefused(pipe, path -> ImageData.open(path, ImageOptions.defaults()));
        assertRefused(pipe, path -> TextData.open(path, TextOptions.defaults()));
        assertRefused(pipe, TextLines::open);
        assertRefused(pipe, LineInput::open);
        assertRefused(pipe, WeightsFile::read);
        assertRefused(pipe, PlanFile::read);
        assertRefused(Path.of("/dev/zero"), LineInput::open);
        assertRefused(Path.of("/dev/zero"), WeightsFile::read);
    }

    @Test
    void isNoPartOfAModelFolder() throws Exception {
        pipe("config.json");

        assertThatThrownBy(() -> SavedModel.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a model folder with config.json");
    }

    @Test
    void isPassedOverInAFolder() throws Exception {
        pipe("a.txt");
        pipe("a.png");
        Path file = Files.writeString(folder.resolve("b.txt"), "text");

        assertThat(PartFolders.below(folder)).containsExactly(file);
        assertThat(ImageFiles.below(folder)).isEmpty();
    }

    private static void assertRefused(Path path, Consumer<Path> reader) {
        assertThatThrownBy(() -> reader.accept(path))
                .hasMessageContaining(String.valueOf(path.getFileName()))
                .hasMessageContaining("expected a file, found a pipe, a socket or a device")
                .message()
                .hasLineCount(1);
    }

    private Path pipe(String name) throws Exception {
        Path pipe = folder.resolve(name);
        Process process = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(process.waitFor()).isZero();
        return pipe;
    }
}

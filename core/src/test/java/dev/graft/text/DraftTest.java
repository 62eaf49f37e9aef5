package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextWriterOfTheSameFile() throws Exception {
        Path file = folder.resolve("model.safetensors");
        Path left = Files.writeString(beside(file), "half");
        Path ofAnother = Files.writeString(beside(folder.resolve("model.safetensors.json")), "half");
        Path notes = Files.writeString(folder.resolve("model.safetensors.tmp"), "mine");
        Path named = Files.writeString(folder.resolve("model.safetensors.old.tmp"), "mine");

        write(file, "whole");

        assertThat(left).doesNotExist();
        assertThat(file).hasContent("whole");
        assertThat(ofAnother).exists();
        assertThat(notes).exists();
        assertThat(named).exists();
    }

    /// Another process holds the lock, as a writer does, until its standard input ends.
    @Test
    void whatAnotherProcessWritesIsLeftAlone() throws Exception {
        Path file = folder.resolve("run.json");
        Path theirs = Files.writeString(beside(file), "theirs");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        theirs.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('!');
            write(file, "ours");
            assertThat(theirs).hasContent("theirs");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        write(file, "ours again");
        assertThat(theirs).doesNotExist();
        assertThat(file).hasContent("ours again");
    }

    @Test
    void twoDraftsOfOneFileInOneProcessLeaveEachOtherAlone() throws IOException {
        Path file = folder.resolve("config.json");
        try (Draft first = Draft.of(file);
                Draft second = Draft.of(file)) {
            first.channel().write(bytes("first"));
            second.channel().write(bytes("second"));
            assertThat(names()).hasSize(2);
            second.moveIntoPlace();
            first.moveIntoPlace();
        }
        assertThat(file).hasContent("first");
        assertThat(names()).containsExactly("config.json");
    }

    @Test
    void aDraftThatIsNotMovedIsGone() throws IOException {
        Path file = folder.resolve("deep/below/config.json");
        try (Draft draft = Draft.of(file)) {
            draft.channel().write(bytes("half"));
        }
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).isEmptyDirectory();
    }

    /// What stands between a draft's making and its end in another process.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    System.out.write('!');
                    System.out.flush();
                    System.in.read();
                }
            }
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static void write(Path file, String text) throws IOException {
        try (Draft draft = Draft.of(file)) {
            draft.channel().write(bytes(text));
            draft.moveIntoPlace();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

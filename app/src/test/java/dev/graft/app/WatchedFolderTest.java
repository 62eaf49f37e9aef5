package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {
    @TempDir
    Path parent;

    private Path folder = Path.of("");
    private WatchedFolder watched = new WatchedFolder(folder, line -> {});
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void watch() throws IOException {
        folder = Files.createDirectory(parent.resolve("inbox"));
        watched = new WatchedFolder(folder, told::add);
    }

    /// What a look gives, by name; all of it is done then.
    private List<String> look() throws IOException {
        List<WatchedFile> found = watched.look();
        found.forEach(watched::done);
        return names(found);
    }

    private List<String> names(List<WatchedFile> found) {
        return found.stream()
                .map(file -> folder.relativize(file.path()).toString())
                .toList();
    }

    /// All that comes in some looks.
    private List<String> look(int times) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(look());
        }
        return all;
    }

    private void write(String name, String content, int second) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * second));
    }

    @Test
    void aFileIsGivenOnceWhenItIsTheSameInTwoLooks() throws IOException {
        assertThat(look()).isEmpty();
        write("b.png", "whole", 1);
        assertThat(look()).isEmpty();
        assertThat(look()).containsExactly("b.png");
        assertThat(look(40)).isEmpty();
    }

    /// By its size, and by its time where the size is what it will be.
    @Test
    void aFileThatIsStillWrittenIsNotGiven() throws IOException {
        for (int i = 1; i <= 5; i++) {
            write("a.png", "x".repeat(i), 1);
            write("b.png", "x", i);
            assertThat(look()).isEmpty();
        }
        assertThat(look()).containsExactly("a.png", "b.png");
    }

    @Test
    void theOldestComesFirst() throws IOException {
        write("a.png", "", 3);
        write("b.png", "", 1);
        write("c.png", "", 2);
        assertThat(look(2)).containsExactly("b.png", "c.png", "a.png");
    }

    @Test
    void unfinishedAndHiddenNamesWaitUntilTheyAreRenamed() throws IOException {
        for (String name : List.of(".a.png", "b.png.part", "c.png.tmp", "~$d.png", "e.png~", "Thumbs.db")) {
            write(name, "x", 1);
        }
        Files.createDirectory(folder.resolve(".trash"));
        write(".trash/f.png", "x", 1);
        assertThat(look(3)).isEmpty();
        Files.move(folder.resolve("b.png.part"), folder.resolve("b.png"));
        assertThat(look(3)).containsExactly("b.png");
    }

    @Test
    void aFileThatIsWrittenAnewIsNew() throws IOException {
        write("a.png", "one", 1);
        assertThat(look(2)).containsExactly("a.png");
        write("a.png", "two", 2);
        assertThat(look(4)).containsExactly("a.png");
        write("a.png", "four", 2);
        assertThat(look(4)).containsExactly("a.png");
        Files.delete(folder.resolve("a.png"));
        assertThat(look(2)).isEmpty();
        write("a.png", "other", 2);
        assertThat(look(4)).containsExactly("a.png");
    }

    @Test
    void foldersInItAreLookedThroughAsTheyComeAndGo() throws IOException {
        Files.createDirectories(folder.resolve("2026/11"));
        write("2026/11/a.png", "x", 1);
        assertThat(look(2)).containsExactly("2026/11/a.png");
        write("2026/11/b.png", "x", 1);
        assertThat(look(2)).containsExactly("2026/11/b.png");
        Files.move(folder.resolve("2026"), parent.resolve("2026"));
        assertThat(look(2)).isEmpty();
        Files.writeString(folder.resolve("2026"), "a file of that name");
        assertThat(look(3)).containsExactly("2026");
        assertThat(told).isEmpty();
    }

    /// A link to a folder above would have no end.
    @Test
    void linksToFoldersAreNotFollowed() throws IOException {
        write("a.png", "x", 1);
        Files.createSymbolicLink(folder.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("b.png"), folder.resolve("a.png"));
        Files.createSymbolicLink(folder.resolve("c.png"), folder.resolve("gone.png"));
        assertThat(look(3)).containsExactly("a.png", "b.png");
    }

    @Test
    void aFolderThatIsAwayForAWhileLosesAndRepeatsNothing() throws IOException {
        write("a.png", "x", 1);
        assertThat(look(2)).containsExactly("a.png");
        write("b.png", "x", 1);
        assertThat(look()).isEmpty();
        Files.move(folder, parent.resolve("away"));
        assertThatThrownBy(watched::look).isInstanceOf(NoSuchFileException.class);
        Files.createDirectory(folder); // where the drive is mounted
        assertThat(look(2)).isEmpty();
        Files.delete(folder);
        assertThatThrownBy(watched::look).isInstanceOf(NoSuchFileException.class);
        Files.move(parent.resolve("away"), folder);
        assertThat(look(3)).containsExactly("b.png");
    }

    @Test
    void whatIsThereAtTheStartCanBePassedOver() throws IOException {
        write("a.png", "x", 1);
        write("b.png", "beg", 1);
        watched.passOver();
        write("b.png", "begun", 2);
        write("c.png", "x", 1);
        assertThat(look(3)).containsExactly("c.png", "b.png");
    }

    /// After 1, 2, 4, 8 and 16 looks at rest, and then not any more until it changes.
    @Test
    void whatCannotBeReadIsTriedAgainAndThenGivenUp() throws IOException {
        write("a.png", "half", 1);
        List<Integer> tries = new ArrayList<>();
        int given = 0;
        for (int i = 0; i < 60; i++) {
            for (WatchedFile file : watched.look()) {
                tries.add(i);
                given += watched.again(file) ? 0 : 1;
            }
        }
        assertThat(tries).containsExactly(1, 2, 4, 8, 16);
        assertThat(given).isEqualTo(1);
        write("a.png", "whole", 2);
        assertThat(look(3)).containsExactly("a.png");
    }

    @Test
    void manyComeInParts() throws IOException {
        for (int i = 0; i < 600; i++) {
            write(i + ".png", "x", i);
        }
        assertThat(look()).isEmpty();
        List<String> first = look();
        assertThat(first).hasSizeLessThan(600).startsWith("0.png", "1.png");
        assertThat(watched.hasMore()).isTrue();
        List<String> all = new ArrayList<>(first);
        Files.delete(folder.resolve("598.png"));
        while (watched.hasMore()) {
            all.addAll(look());
        }
        assertThat(all).hasSize(599).doesNotHaveDuplicates().doesNotContain("598.png");
    }
}

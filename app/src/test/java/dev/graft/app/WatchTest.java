package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageEncoder;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `predict --watch` in a process of its own, until it is told to end.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchTest {
    private static final int IMAGES = 1000;
    private static final int WRITERS = 16;

    @TempDir
    static Path shared;

    private static Path run = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        run = shared.resolve("run");
        Path data = Surfaces.classes(shared.resolve("data"), 4);
        graft("train", data, "--model", "graft-nano", "--out", run, "--size", 32, "--epochs", 1)
                .succeeds();
    }

    /// What becomes of an image, in turns.
    private enum Fate {
        WRITTEN_IN_PIECES,
        RENAMED,
        DAMAGED,
        REMOVED,
        WRITTEN_AT_ONCE;

        static Fate of(int image) {
            return values()[image % values().length];
        }

        boolean isWholeAtTheEnd() {
            return this != DAMAGED && this != REMOVED;
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void eachWholeImageIsAnsweredOnceWhileOthersWrite() throws Exception {
        Path inbox = folder.resolve("inbox");
        Files.createDirectories(inbox.resolve("deeper"));
        byte[] image = image();
        write(inbox.resolve("old.png"), image);
        Process process = GraftProcess.of(
                        folder, GraftCommand.class, "predict", run, "--watch", "inbox", "--every", "10ms", "--csv")
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            assertThat(lines.readLine()).isEqualTo("path,label,probability");
            assertThat(lines.readLine()).startsWith("inbox/old.png,");
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                int number = i;
                writing.add(writers.submit(() -> arrive(inbox, number, image)));
            }
            Set<String> expected = named(inbox, Fate::isWholeAtTheEnd);
            List<String> answered = new ArrayList<>();
            while (!answered.containsAll(expected)) {
                answered.add(path(requireNonNull(lines.readLine())));
            }
            for (Future<?> one : writing) {
                one.get();
            }
            Set<String> damaged = named(inbox, Fate.DAMAGED::equals);
            while (!told().containsAll(damaged)) {
                Thread.sleep(20);
            }
            process.toHandle().destroy(); // SIGTERM
            lines.lines().map(WatchTest::path).forEach(answered::add);
            assertThat(process.waitFor()).isEqualTo(128 + 15);
            assertThat(answered).doesNotHaveDuplicates().doesNotContainAnyElementsOf(damaged);
            assertThat(told()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(named(inbox, Fate.REMOVED::equals));
        } finally {
            process.destroyForcibly();
        }
    }

    /// Of a line that is whole.
    private static String path(String line) {
        assertThat(line).matches("inbox/(deeper/)?\\w+\\.png,.*,0\\.\\d{6}");
        return line.replaceFirst(",.*", "");
    }

    /// The images of which something was said.
    private List<String> told() throws IOException {
        return Files.readAllLines(folder.resolve("errors")).stream()
                .filter(line -> line.startsWith("graft: "))
                .map(line -> line.replaceFirst("graft: ", "").replaceFirst(": .*", ""))
                .toList();
    }

    private static byte[] image() throws IOException {
        Path file = shared.resolve("image.png");
        ImageEncoder.write(SurfacePhotos.draw(Kind.STAIN, 1, 32), file);
        return Files.readAllBytes(file);
    }

    private static Path place(Path inbox, int number) {
        return (number % 2 == 0 ? inbox : inbox.resolve("deeper")).resolve("image" + number + ".png");
    }

    private Set<String> named(Path inbox, Predicate<Fate> which) {
        return IntStream.range(0, IMAGES)
                .filter(i -> which.test(Fate.of(i)))
                .mapToObj(i -> folder.relativize(place(inbox, i)).toString())
                .collect(Collectors.toSet());
    }

    private static void arrive(Path inbox, int number, byte[] image) {
        Path file = place(inbox, number);
        try {
            switch (Fate.of(number)) {
                case WRITTEN_IN_PIECES -> inPieces(file, image);
                case RENAMED -> {
                    Path part = file.resolveSibling(file.getFileName() + ".part");
                    inPieces(part, image);
                    Files.move(part, file);
                }
                case DAMAGED -> write(file, Arrays.copyOf(image, image.length / 2));
                case REMOVED -> {
                    write(file, image);
                    Thread.sleep(number % 7);
                    Files.delete(file);
                }
                case WRITTEN_AT_ONCE -> write(file, image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
    }

    /// With pauses in which several looks find it at rest.
    private static void inPieces(Path file, byte[] image) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int at = 0; at < image.length; at += image.length / 2) {
                out.write(image, at, Math.min(image.length / 2, image.length - at));
                Thread.sleep(15);
            }
        }
    }

    @Test
    void whatCannotBeWatchedIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        graft("predict", run, "--watch", file).isRefusedWith("--watch: expected a folder, found a file at " + file);
        graft("predict", run, "--watch", folder.resolve("gone"))
                .isRefusedWith("--watch: expected a folder, found nothing at", "graft predict " + run);
        graft("predict", run, file, "--new-only").isRefusedWith("--new-only: is for --watch FOLDER");
        graft("predict", run, file, "--every", "2s").isRefusedWith("--every: is for --watch FOLDER");
        graft("predict", run, file, "--watch", folder)
                .isRefusedWith("--watch: is for the images of one folder", "" + file);
        graft("predict", run, "--input", "-", "--watch", folder).isRefusedWith("found --input beside it");
        for (String wrong : List.of("soon", "5", "1ms", "-1s", "99999999999s")) {
            graft("predict", run, "--watch", folder, "--every=" + wrong)
                    .isRefusedWith("expected a time of at least 10ms", "'" + wrong + "'");
        }
    }

    /// Names in an older encoding, whose letters all look the same.
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesThatAreNoTextAreTakenForDifferentFiles() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        for (String name : List.of("%B0%A1.png", "%B3%AA.png", "%B4%D9.png")) {
            Files.write(Path.of(URI.create(inbox.toUri() + name)), image());
        }
        Process process = GraftProcess.of(
                        folder, GraftCommand.class, "predict", run, "--watch", "inbox", "--every", "10ms", "--csv")
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("path,label,probability");
            for (int i = 0; i < 3; i++) {
                assertThat(lines.readLine()).startsWith("inbox/");
            }
        } finally {
            process.destroyForcibly();
        }
    }
}

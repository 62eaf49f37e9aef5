package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryTest {
    private static final String RESOURCE = "/native/lib/win-x86_64/cpu/libwinpthread-1.dll"; // a small one

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Windows 11, amd64, win-x86_64",
        "Linux, riscv64, linux-riscv64"
    })
    void systemsAreCalledAsInTheJar(String os, String architecture, String system) {
        assertThat(NativeLibrary.system(os, architecture)).isEqualTo(system);
    }

    @Test
    void theCacheIsWhereThePlatformKeepsCaches() {
        Path user = Path.of("user");
        assertThat(NativeLibrary.home(Map.of("GRAFT_HOME", "here"), "Linux", user))
                .isEqualTo(Path.of("here"));
        assertThat(NativeLibrary.home(Map.of("GRAFT_HOME", " "), "Linux", user))
                .isEqualTo(Path.of("user/.cache/graft"));
        assertThat(NativeLibrary.home(Map.of("XDG_CACHE_HOME", "xdg"), "Linux", user))
                .isEqualTo(Path.of("xdg/graft"));
        assertThat(NativeLibrary.home(Map.of("XDG_CACHE_HOME", "xdg"), "Mac OS X", user))
                .isEqualTo(Path.of("user/Library/Caches/graft"));
        assertThat(NativeLibrary.home(Map.of("LOCALAPPDATA", "local"), "Windows 11", user))
                .isEqualTo(Path.of("local/graft"));
    }

    @Test
    void aLibraryIsUnpackedOnceAndMendedIfItWasCutShort() throws IOException {
        Path file = folder.resolve("new/library");
        NativeLibrary.unpack(RESOURCE, file);
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole).hasSizeGreaterThan(10_000);
        byte[] touched = whole.clone();
        touched[0]++;
        Files.write(file, touched);
        NativeLibrary.unpack(RESOURCE, file);
        assertThat(file).hasBinaryContent(touched); // it has its size, and is left alone
        Files.write(file, new byte[] {1, 2, 3});
        NativeLibrary.unpack(RESOURCE, file);
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void severalMayUnpackAtOnce() throws Exception {
        Path file = folder.resolve("library");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(() -> {
                    NativeLibrary.unpack(RESOURCE, file);
                    return Files.size(file);
                });
            }
            for (Future<Long> size : threads.invokeAll(calls)) {
                assertThat(size.get()).isEqualTo(Files.size(file));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatTheJarDoesNotHaveIsSaid() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> NativeLibrary.unpack("/native/lib/none", folder.resolve("none")))
                .withMessage("the jar has no /native/lib/none");
    }
}

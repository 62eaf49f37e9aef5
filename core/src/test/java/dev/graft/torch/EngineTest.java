package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @Test
    void itStartsAsOftenAsOneLikes() {
        Engine.start();
        Engine.start();
        assertThat(Engine.version()).isNotEmpty();
    }

    @Test
    void itsVersionIsTheJars() throws IOException {
        assertThat(Loader.getVersion("org.bytedeco", "pytorch")).startsWith(Engine.version() + "-");
    }

    /// Else the linker takes its parts from the system's folders where another PyTorch is installed, and crashes.
    @Test
    void onAFirstStartLibtorchIsLoadedAfterItsPartsWereUnpacked(@TempDir Path cache) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-Dorg.bytedeco.javacpp.logger.debug=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedEngine.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> log = process.inputReader().readAllLines();
        int loaded = first(log, "Loading ", System.mapLibraryName("torch"));
        assertThat(first(log, "Extracting ", System.mapLibraryName("torch_cpu")))
                .isLessThan(loaded);
        assertThat(first(log, "Extracting ", System.mapLibraryName("c10"))).isLessThan(loaded);
    }

    /// Number of the first line that says this of a file.
    private static int first(List<String> log, String what, String file) {
        int line = 0;
        while (line < log.size()
                && !(log.get(line).contains(what) && log.get(line).endsWith(file))) {
            line++;
        }
        assertThat(line).as(what + file).isLessThan(log.size());
        return line;
    }

    @Test
    void largeBlocksAreKeptExactlyWhereTheLibraryIsGlibc() {
        assertThat(Engine.keepsLargeBlocks()).isEqualTo(glibc());
    }

    @Test
    @EnabledIf("glibc")
    void aBlockThatIsMadeAgainCostsNoPageFaults() throws IOException {
        allocateAndFree();
        long before = pageFaults();
        for (int i = 0; i < 50; i++) {
            allocateAndFree();
        }
        // each of the 50 would fault 2,048 times when its 8 MB are mapped afresh
        assertThat(pageFaults() - before).isLessThan(50 * 100);
    }

    static boolean glibc() {
        return Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
    }

    private static void allocateAndFree() {
        try (Scope scope = Scope.open()) {
            Tensor eightMegabytes = Tensors.zeros(ScalarType.Float, 2 << 20);
            assertThat(eightMegabytes.is_cpu()).isTrue();
        }
    }

    /// Minor faults of this process: field 10 of its stat, the eighth after the name in parentheses.
    private static long pageFaults() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 9)[7]);
    }
}

package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random damage: every variant is read or refused in one line; nothing else ever comes out.
class FuzzTest {
    private static final int VARIANTS = 400;

    @TempDir
    Path folder;

    // the smallest share that must be refused: flips in raw tensor data go unseen where there is no checksum
    @ParameterizedTest
    @CsvSource({"zip.pth, 100", "legacy.pth, 100", "checkpoint.pth, 100", "plain.safetensors, 100"})
    void flippedBytes(String name, int refusedAtLeast) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file(name));
        int refused = 0;
        for (int seed = 0; seed < VARIANTS; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (Hostile.survives(Files.write(folder.resolve("fuzz-" + name), damaged))) {
                refused++;
            }
        }
        assertThat(refused).isBetween(refusedAtLeast, VARIANTS);
    }

    @ParameterizedTest
    @CsvSource({"zip.pth", "legacy.pth"})
    void shuffledPickles(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file(name));
        for (int seed = 0; seed < VARIANTS; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            int length = 1 + random.nextInt(32); // a stretch of the file over another
            System.arraycopy(
                    whole,
                    random.nextInt(whole.length - length),
                    damaged,
                    random.nextInt(whole.length - length),
                    length);
            Hostile.survives(Files.write(folder.resolve("fuzz-" + name), damaged));
        }
    }
}

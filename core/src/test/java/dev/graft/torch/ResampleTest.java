package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResampleTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void averagesWhatItShrinks(int channels) {
        byte[] stripes = new byte[8 * 8 * channels];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = (byte) (i / channels % 2 == 0 ? 0 : 200);
        }
        byte[] small = Resample.bilinear(stripes, 8, 8, channels, 2, 2);
        assertThat(small).hasSize(2 * 2 * channels);
        for (byte value : small) {
            assertThat(value & 0xff).isBetween(70, 130); // without antialiasing: 0 or 200
        }
    }

    @Test
    void sameSizeIsTheSamePicture() {
        byte[] pixels = new byte[5 * 7 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        assertThat(Resample.bilinear(pixels, 5, 7, 3, 5, 7)).isEqualTo(pixels);
    }

    @Test
    void manyThreadsAgree() throws InterruptedException {
        byte[] pixels = new byte[64 * 48 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31);
        }
        byte[] expected = Resample.bilinear(pixels, 64, 48, 3, 20, 30);
        boolean[] same = new boolean[4];
        Thread[] threads = new Thread[same.length];
        for (int i = 0; i < threads.length; i++) {
            int at = i;
            threads[i] = Thread.ofPlatform().start(() -> {
                boolean all = true;
                for (int round = 0; round < 20; round++) {
                    all &= Arrays.equals(expected, Resample.bilinear(pixels, 64, 48, 3, 20, 30));
                }
                same[at] = all;
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(same).containsOnly(true);
    }
}

package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Loops that go over several bytes at once do what one would do pixel by pixel, also at the edges.
class PixelLoopsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void flips(int channels) {
        for (int width = 1; width < 7; width++) {
            for (int height = 1; height < 3; height++) {
                Image image = noise(width, height, channels, width);
                Image flipped = image.flipHorizontally();
                for (int i = 0; i < image.pixels().length; i++) {
                    int c = i % channels;
                    int x = i / channels % width;
                    int y = i / channels / width;
                    assertThat(flipped.at(x, y, c)).isEqualTo(image.at(width - 1 - x, y, c));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void normalizes(int channels) {
        List<Double> mean = List.of(0.1, 0.2, 0.3, 0.4).subList(0, channels);
        List<Double> std = List.of(0.5, 0.6, 0.7, 0.8).subList(0, channels);
        for (int width = 1; width < 11; width++) {
            Image image = noise(width, 1, channels, width);
            float[] planes = new Normalize(mean, std).apply(image);
            for (int i = 0; i < planes.length; i++) {
                int c = i / width;
                float expected = (image.at(i % width, 0, c) / 255f - mean.get(c).floatValue())
                        / std.get(c).floatValue();
                assertThat(planes[i]).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void moves(int channels) {
        SplittableRandom random = new SplittableRandom(channels);
        for (int round = 0; round < 500; round++) {
            Image image = noise(random.nextInt(1, 9), random.nextInt(1, 9), channels, round);
            double[] map = random.doubles(6, -1.5, 1.5).toArray();
            if (round % 5 == 0) {
                map[round % 6] = 0;
            }
            Affine affine = new Affine(map[0], map[1], map[2] * 4, map[3], map[4], map[5] * 4);
            assertThat(affine.apply(image)).as("%s of %s", affine, image).isEqualTo(pixelByPixel(affine, image));
        }
    }

    @Test
    void aPartIsDecodedSmallerOnlyIfTwiceItsNewSizeIsLeft() {
        assertThat(new Sample(0, 0, 4000, 3000, 341, 256).reduction()).isEqualTo(4);
        assertThat(new Sample(0, 0, 500, 375, 341, 256).reduction()).isEqualTo(1);
        assertThat(new Sample(7, 9, 400, 400, 100, 100).reduction()).isEqualTo(2);
        assertThat(new Sample(7, 9, 400, 399, 100, 100).reduction()).isEqualTo(1);
        assertThat(new Sample(7, 9, 399, 400, 100, 100).reduction()).isEqualTo(1);
        assertThat(new Sample(0, 0, 90_000, 90_000, 1, 1).reduction()).isEqualTo(8);
        // the size in new pixels could overflow
        assertThat(new Sample(0, 0, 10, 10, 1 << 30, 1 << 30).reduction()).isEqualTo(1);
    }

    @Test
    void aPartStaysWithinTheSmallerPicture() {
        Image small = Image.black(501, 376, 3);
        assertThat(new Sample(0, 0, 4001, 3002, 9, 9).reduced(8, small)).isEqualTo(new Sample(0, 0, 500, 375, 9, 9));
        assertThat(new Sample(81, 40, 3920, 2962, 9, 9).reduced(8, small)).isEqualTo(new Sample(10, 5, 490, 370, 9, 9));
        assertThat(new Sample(100, 100, 3000, 2000, 9, 9).reduced(8, Image.black(1, 1, 3)))
                .isEqualTo(new Sample(0, 0, 1, 1, 9, 9));
    }

    private static Image pixelByPixel(Affine map, Image image) {
        Image result = Image.black(image.width(), image.height(), image.channels());
        for (int i = 0; i < result.pixels().length; i++) {
            int c = i % image.channels();
            int x = i / image.channels() % image.width();
            int y = i / image.channels() / image.width();
            long oldX = fixed(map.c() + map.a() * 0.5 + map.b() * 0.5) + x * fixed(map.a()) + y * fixed(map.b()) >> 16;
            long oldY = fixed(map.f() + map.d() * 0.5 + map.e() * 0.5) + x * fixed(map.d()) + y * fixed(map.e()) >> 16;
            if (oldX >= 0 && oldX < image.width() && oldY >= 0 && oldY < image.height()) {
                result.pixels()[i] = (byte) image.at((int) oldX, (int) oldY, c);
            }
        }
        return result;
    }

    private static long fixed(double value) {
        return (long) Math.floor(value * 65536 + 0.5);
    }

    private static Image noise(int width, int height, int channels, long seed) {
        byte[] pixels = new byte[width * height * channels];
        new SplittableRandom(seed).nextBytes(pixels);
        return Image.of(width, height, channels, pixels);
    }
}

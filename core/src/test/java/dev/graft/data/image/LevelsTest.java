package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deep images whose levels are whole numbers go the way of those with bytes, but for rounding.
class LevelsTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 31;

    @ParameterizedTest
    @EnumSource(TrivialAugmentWide.Change.class)
    void everyChangeAgreesWithTheOneOfBytes(TrivialAugmentWide.Change change) {
        for (int bin : new int[] {0, 3, 11, 24, 30}) {
            for (int sign : new int[] {-1, 1}) {
                Image bytes = TrivialAugmentWide.change(bytes(), change, bin, sign);
                Image deep = TrivialAugmentWide.change(deep(), change, bin, sign);
                assertThat(deep.isDeep()).isTrue();
                assertAlike(deep, bytes, change + " " + bin * sign);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyRandomTransformAgrees(long seed) {
        Transform[] all = {
            new RandomResizedCrop(16, 0.3),
            new RandomCrop(20, 8),
            new RandomHorizontalFlip(),
            new RandomVerticalFlip(),
            new RandomRotation(180),
            new ResizeTo(50, 20),
            new CenterCrop(36, 50),
        };
        for (Transform transform : all) {
            Image deep = transform.apply(deep(), new SplittableRandom(seed));
            assertThat(deep.isDeep()).isTrue();
            assertAlike(deep, transform.apply(bytes(), new SplittableRandom(seed)), transform.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void coloursJitterAlike(long seed) {
        Transform jitter = new ColorJitter(0.3, 0.3, 0.3, 0.3);
        Image deep = jitter.apply(deep(), new SplittableRandom(seed));
        Image bytes = jitter.apply(bytes(), new SplittableRandom(seed));
        assertThat(deep.isDeep()).isTrue();
        assertFar(deep, bytes, 3.5f, "jitter rounds after each of its steps");
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270, 360})
    void quarterTurnsAreExact(int degrees) {
        Image deep = Affine.rotate(deep().crop(0, 0, 30, 30), degrees);
        assertThat(deep.pixels())
                .isEqualTo(Affine.rotate(bytes().crop(0, 0, 30, 30), degrees).pixels());
    }

    private static void assertAlike(Image deep, Image bytes, String what) {
        assertFar(deep, bytes, 1.51f, what); // a step inside rounds to the nearest, the last one cuts off
    }

    private static void assertFar(Image deep, Image bytes, float tolerance, String what) {
        assertThat(deep.width()).as(what).isEqualTo(bytes.width());
        assertThat(deep.height()).as(what).isEqualTo(bytes.height());
        assertThat(deep.channels()).as(what).isEqualTo(3);
        float[] levels = deep.levels();
        for (int i = 0; i < levels.length; i++) {
            float expected = bytes.at(i % bytes.width(), i / bytes.width(), 2);
            assertThat(levels[i]).as("%s at %d", what, i).isEqualTo(expected, within(tolerance));
        }
    }

    private static Image deep() {
        float[] levels = new float[WIDTH * HEIGHT];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(i);
        }
        return Image.ofLevels(WIDTH, HEIGHT, 3, levels);
    }

    private static Image bytes() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) level(i / 3);
        }
        return Image.of(WIDTH, HEIGHT, 3, pixels);
    }

    /// Smooth, so that a place that is half a pixel off is told from rounding, and not all of 0 to 255.
    private static int level(int i) {
        double x = i % WIDTH;
        double y = (double) (i / WIDTH);
        return (int) (130 + 90 * Math.sin(x / 6) * Math.cos(y / 5) + x);
    }
}

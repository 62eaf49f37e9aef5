package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is drawn at random: its ranges, how often, and that the seed decides.
class RandomTransformsTest {
    private static final Image PICTURE = gradient(60, 40);

    static Stream<Transform> transforms() {
        return Stream.of(
                new RandomCrop(30, 4),
                new RandomCrop(80, 0),
                new RandomResizedCrop(24, 0.3),
                new RandomHorizontalFlip(),
                new RandomVerticalFlip(),
                new RandomRotation(30),
                new ColorJitter(0.4, 0.4, 0.4, 0.2),
                new TrivialAugmentWide());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void theSeedDecides(Transform transform) {
        Set<Image> different = new HashSet<>();
        byte[] before = PICTURE.pixels().clone();
        for (int seed = 0; seed < 40; seed++) {
            Image first = transform.apply(PICTURE, new SplittableRandom(seed));
            assertThat(transform.apply(PICTURE, new SplittableRandom(seed))).isEqualTo(first);
            different.add(first);
        }
        assertThat(different).hasSizeGreaterThan(1);
        assertThat(PICTURE.pixels()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void worksOnGreyAlphaAndASinglePixel(Transform transform) {
        for (int seed = 0; seed < 60; seed++) {
            for (int channels : new int[] {1, 3, 4}) {
                Image image = PICTURE.toChannels(channels);
                assertThat(transform.apply(image, new SplittableRandom(seed)).channels())
                        .isEqualTo(channels);
                transform.apply(Image.black(1, 1, channels), new SplittableRandom(seed));
            }
        }
    }

    @Test
    void resizedCropStaysWithinItsRanges() {
        RandomResizedCrop crop = new RandomResizedCrop(10, new Range(0.3, 0.6), new Range(0.5, 2));
        Image coordinates = gradient(100, 100);
        for (int seed = 0; seed < 200; seed++) {
            Image result = crop.apply(coordinates, new SplittableRandom(seed));
            // the gradient tells how wide the rectangle was: red grows by 2 a column
            double width = (result.at(9, 0, 0) - result.at(0, 0, 0)) / 2.0 * 10 / 9;
            double height = (result.at(0, 9, 1) - result.at(0, 0, 1)) / 2.0 * 10 / 9;
            assertThat(width * height).isBetween(2500.0, 6800.0);
            assertThat(width / height).isBetween(0.42, 2.4);
        }
    }

    @Test
    void aVeryLongImageIsCroppedFromTheMiddle() {
        Image strip = Image.black(1000, 10, 3);
        for (int x = 493; x < 507; x++) {
            strip.pixels()[x * 3] = (byte) 200;
        }
        Image result = new RandomResizedCrop(10, 0.9).apply(strip, new SplittableRandom(1));
        assertThat(result.at(5, 0, 0)).isGreaterThan(100);
    }

    @Test
    void flipsAsOftenAsTold() {
        int flipped = 0;
        for (int seed = 0; seed < 2000; seed++) {
            Image result = new RandomHorizontalFlip(0.3).apply(PICTURE, new SplittableRandom(seed));
            flipped += result.equals(PICTURE) ? 0 : 1;
        }
        assertThat(flipped / 2000.0).isEqualTo(0.3, within(0.04));
    }

    @Test
    void erasesARectangleOfZeros() {
        RandomErasing always = new RandomErasing(1);
        int none = 0;
        for (int seed = 0; seed < 100; seed++) {
            float[] planes = new float[3 * 20 * 30];
            java.util.Arrays.fill(planes, 1);
            always.apply(planes, 20, 30, new SplittableRandom(seed));
            int zeros = 0;
            for (float value : planes) {
                zeros += value == 0 ? 1 : 0;
            }
            none += zeros == 0 ? 1 : 0;
            assertThat(zeros % 3).isZero();
            assertThat(zeros / 3).isLessThanOrEqualTo((int) (20 * 30 * 0.38));
        }
        assertThat(none).isLessThan(5);
    }

    @Test
    void normalizesToPlanes() {
        Image image = Image.of(2, 1, 3, new byte[] {0, 51, (byte) 255, 102, 0, 0});
        float[] planes = new Normalize(List.of(0.0, 0.2, 0.5), List.of(1.0, 0.5, 0.25)).apply(image);
        assertThat(planes).containsExactly(new float[] {0, 0.4f, 0, -0.4f, 2, -2}, within(1e-6f));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new RandomHorizontalFlip(1.5)).hasMessageContaining("0 to 1, found 1.5");
        assertThatThrownBy(() -> new Resize(0)).hasMessageContaining("at least 1 pixel, found 0");
        assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("low <= high");
        assertThatThrownBy(() -> new RandomResizedCrop(10, 0)).hasMessageContaining("scale within 0…1");
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.7)).hasMessageContaining("-0.5…0.5");
        assertThatThrownBy(() -> Normalize.IMAGENET.apply(Image.black(2, 2, 1)))
                .hasMessageContaining("expected 3 channels, found 2x2 grey");
        assertThatThrownBy(() -> Image.of(2, 2, 3, new byte[5])).hasMessageContaining("expected 12 bytes, found 5");
    }

    /// Red grows by 2 a column, green by 2 a row.
    private static Image gradient(int width, int height) {
        Image image = Image.black(width, height, 3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                image.pixels()[at] = (byte) (x * 2);
                image.pixels()[at + 1] = (byte) (y * 2);
                image.pixels()[at + 2] = (byte) ((x * y) % 251);
            }
        }
        return image;
    }
}

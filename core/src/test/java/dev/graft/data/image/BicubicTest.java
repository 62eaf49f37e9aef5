package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Bicubic resizing, pixel by pixel against Pillow 13.0.0.
@SuppressWarnings("StringSplitter") // the names have no trailing blanks
class BicubicTest {
    private static final JsonNode CASES = Golden.json("bicubic/values.json").get("cases");
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
    private static final SplittableRandom UNUSED = new SplittableRandom(0);
    private static final Interpolation HOW = Interpolation.BICUBIC;

    static Stream<String> names() {
        return CASES.propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalsPillow(String name) {
        JsonNode golden = CASES.get(name);
        byte[] bytes = Base64.getDecoder().decode(golden.get("values").asString());
        Image found = apply(name);
        assertThat(found.width()).isEqualTo(golden.get("width").asInt());
        assertThat(found.height()).isEqualTo(golden.get("height").asInt());
        if (found.isDeep()) {
            ByteBuffer levels = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (float level : found.levels()) {
                assertThat(level).isCloseTo(levels.getFloat(), within(1e-3f));
            }
        } else {
            assertThat(largestDifference(found.pixels(), bytes)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void isNotBilinear() {
        Image image = GoldenPixelsTest.image(25, 18, 3);
        assertThat(new Resize(31, HOW).apply(image, UNUSED)).isNotEqualTo(new Resize(31).apply(image, UNUSED));
        RandomResizedCrop cubic = new RandomResizedCrop(20, 0.3, HOW);
        RandomResizedCrop linear = new RandomResizedCrop(20, 0.3);
        assertThat(cubic.apply(image, new SplittableRandom(1)))
                .isNotEqualTo(linear.apply(image, new SplittableRandom(1)));
    }

    /// Edges overshoot, and are cut off at black and white.
    @Test
    void deepLevelsStayBetweenBlackAndWhite() {
        float[] levels = new float[8 * 8];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 8 < 4 ? 0 : 255;
        }
        Image large = new ResizeTo(32, 32, HOW).apply(Image.ofLevels(8, 8, 1, levels), UNUSED);
        for (float level : large.levels()) {
            assertThat(level).isBetween(0f, 255f);
        }
        assertThat(large.levels()).contains(0f, 255f);
    }

    @Test
    void theMiddleOfALongImageIsThatOfTheWhole() {
        Image image = GoldenPixelsTest.image(700, 10, 3);
        Resize resize = new Resize(32, HOW);
        CenterCrop crop = new CenterCrop(28);
        assertThat(LongImage.isIn(700, 10, List.of(resize, crop))).isTrue();
        Image whole = crop.apply(resize.apply(image, UNUSED), UNUSED);
        assertThat(largestDifference(LongImage.middle(image, resize, crop).pixels(), whole.pixels()))
                .isLessThanOrEqualTo(1);
    }

    private static Image apply(String name) {
        String[] words = name.split(" ", 2);
        Image image = switch (words[0]) {
            case "tall" -> GoldenPixelsTest.image(18, 25, 3);
            case "grey" -> GoldenPixelsTest.image(25, 18, 1);
            case "deep" -> deep(GoldenPixelsTest.image(25, 18, 1));
            default -> GoldenPixelsTest.image(25, 18, 3);
        };
        if (words[1].startsWith("box")) {
            return new Sample(3, 2, 15, 12, 20, 20).by(HOW).apply(image);
        }
        String[] call = words[1].split("[(),]");
        int size = Integer.parseInt(call[1]);
        Resampling resampling = switch (call[0]) {
            case "resize" -> new Resize(size, HOW);
            case "resize_to" -> new ResizeTo(size, Integer.parseInt(call[2]), HOW);
            case "squeezed" -> new Squeezed(new ResizeTo(size, size, HOW));
            case "padded" -> new Padded(new ResizeTo(size, size, HOW), MEAN);
            default -> throw new AssertionError("no such case: " + name);
        };
        return resampling.apply(image, UNUSED);
    }

    private static Image deep(Image grey) {
        float[] levels = new float[grey.pixels().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = grey.pixels()[i] & 0xff;
        }
        return Image.ofLevels(grey.width(), grey.height(), 1, levels);
    }

    private static int largestDifference(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
        }
        return largest;
    }
}

package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.image.TrivialAugmentWide.Change;
import dev.graft.testing.Golden;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every transform with its chance taken out, pixel by pixel against torchvision 0.14.1 on Pillow 9.4.
@SuppressWarnings("StringSplitter") // the names have no trailing blanks
class GoldenPixelsTest {
    private static final JsonNode CASES = Golden.json("transforms/values.json").get("cases");
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406, 0.449);
    private static final SplittableRandom UNUSED = new SplittableRandom(0);

    static Stream<String> names() {
        return CASES.propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalsTorchvision(String name) {
        Image expected = expected(name);
        Image found = apply(name);
        assertThat(found.toString()).isEqualTo(expected.toString());
        int tolerance = name.contains("resize") ? 1 : 0;
        assertThat(largestDifference(found, expected)).isLessThanOrEqualTo(tolerance);
    }

    @Test
    void coversEveryChange() {
        Set<String> covered = new TreeSet<>();
        names().filter(name -> name.startsWith("TrivialAugmentWide"))
                .forEach(name -> covered.add(change(name.split(" ")[1]).name()));
        assertThat(covered).hasSize(Change.values().length);
    }

    private static Image apply(String name) {
        Image rgb = image(25, 18, 3);
        if (name.startsWith("TrivialAugmentWide")) {
            String[] parts = name.split(" ");
            return TrivialAugmentWide.change(
                    rgb, change(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        }
        if (name.equals("input")) {
            return rgb;
        } else if (name.equals("grey of input")) {
            return rgb.toChannels(1);
        } else if (name.startsWith("pad ")) {
            return rgb.crop(1 - 4, 2 - 4, 25, 18);
        }
        String[] words = name.split(" ");
        Image image = switch (words[0]) {
            case "square" -> image(16, 16, 3);
            case "grey" -> image(25, 18, 1);
            case "tall" -> image(18, 25, 3);
            case "alpha" -> image(25, 18, 4);
            default -> rgb;
        };
        return call(image, words[words.length - 1]);
    }

    private static Image call(Image image, String call) {
        String[] parts = call.split("[(),]");
        List<Double> numbers = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            numbers.add(Double.valueOf(parts[i]));
        }
        return switch (parts[0]) {
            case "vflip" -> new RandomVerticalFlip(1).apply(image, UNUSED);
            case "hflip" -> new RandomHorizontalFlip(1).apply(image, UNUSED);
            case "rotate" -> new RandomRotation(new Range(numbers.get(0), numbers.get(0))).apply(image, UNUSED);
            case "center_crop" ->
                new CenterCrop(numbers.get(0).intValue(), numbers.get(1).intValue()).apply(image, UNUSED);
            case "resize" ->
                numbers.size() == 1
                        ? new Resize(numbers.get(0).intValue()).apply(image, UNUSED)
                        : new ResizeTo(numbers.get(0).intValue(), numbers.get(1).intValue()).apply(image, UNUSED);
            case "padded_resize" ->
                new Padded(new ResizeTo(numbers.get(0).intValue()), MEAN.subList(0, image.channels()))
                        .apply(image, UNUSED);
            case "squeezed_resize" -> new Squeezed(new ResizeTo(numbers.get(0).intValue())).apply(image, UNUSED);
            case "brightness" -> Colors.brightness(image, numbers.get(0).floatValue());
            case "contrast" -> Colors.contrast(image, numbers.get(0).floatValue());
            case "saturation" -> Colors.saturation(image, numbers.get(0).floatValue());
            case "sharpness" -> Colors.sharpness(image, numbers.get(0).floatValue());
            case "hue" -> Colors.hue(image, numbers.get(0));
            default -> throw new AssertionError("no such case: " + call);
        };
    }

    private static Change change(String torchvisionName) {
        return switch (torchvisionName) {
            case "Color" -> Change.COLOR;
            case "AutoContrast" -> Change.AUTO_CONTRAST;
            default -> {
                String spaced = torchvisionName.replaceAll("(?<=[a-z])(?=[XY]$)", "_");
                yield Change.valueOf(spaced.toUpperCase(Locale.ROOT));
            }
        };
    }

    private static Image expected(String name) {
        JsonNode golden = CASES.get(name);
        byte[] pixels = Base64.getDecoder().decode(golden.get("pixels").asString());
        int width = golden.get("width").asInt();
        int height = golden.get("height").asInt();
        return Image.of(width, height, pixels.length / width / height, pixels);
    }

    private static int largestDifference(Image a, Image b) {
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff)));
        }
        return largest;
    }

    /// The formula of `export.py`.
    static Image image(int width, int height, int channels) {
        Image image = Image.black(width, height, channels);
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int texture = x * y * (c + 1) / 5 + (x * 31 + y * 17 + c * 11) % 23;
                    image.pixels()[at++] = (byte) ((x * 7 + y * 13 + c * 50 + texture) % 256);
                }
            }
        }
        return image;
    }
}

package dev.graft.data.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Pillow 9.4's `ImageOps` that map each channel's 256 values to others. Alpha stays as it is.
final class Tones {
    private Tones() {}

    /// Keeps the upper `bits` of each value.
    static Image posterize(Image image, int bits) {
        return map(image, histogram -> table(value -> value & -(1 << (8 - bits))));
    }

    /// Inverts what is at least `threshold`.
    static Image solarize(Image image, double threshold) {
        return map(image, histogram -> table(value -> value < threshold ? value : 255 - value));
    }

    /// Stretches each channel to 0…255.
    static Image autoContrast(Image image) {
        return map(image, histogram -> {
            int low = first(histogram);
            int high = last(histogram);
            if (high <= low) {
                return table(value -> value);
            }
            double scale = 255.0 / (high - low);
            double offset = -low * scale;
            return table(value -> Math.clamp((int) (value * scale + offset), 0, 255));
        });
    }

    /// Makes each channel's values equally frequent.
    static Image equalize(Image image) {
        return map(image, histogram -> {
            int total = Arrays.stream(histogram).sum();
            int step = (total - histogram[last(histogram)]) / 255;
            if (step == 0) {
                return table(value -> value);
            }
            int[] map = new int[256];
            int sum = step / 2;
            for (int value = 0; value < 256; value++) {
                map[value] = Math.min(255, sum / step);
                sum += histogram[value];
            }
            return map;
        });
    }

    private interface Tone {
        int of(int value);
    }

    private static int[] table(Tone tone) {
        int[] map = new int[256];
        for (int value = 0; value < 256; value++) {
            map[value] = tone.of(value);
        }
        return map;
    }

    private static Image map(Image image, UnaryOperator<int[]> fromHistogram) {
        byte[] to = image.pixels().clone();
        int channels = image.channels();
        for (int c = 0; c < Math.min(3, channels); c++) {
            int[] histogram = new int[256];
            for (int at = c; at < to.length; at += channels) {
                histogram[to[at] & 0xff]++;
            }
            int[] map = fromHistogram.apply(histogram);
            for (int at = c; at < to.length; at += channels) {
                to[at] = (byte) map[to[at] & 0xff];
            }
        }
        return Image.of(image.width(), image.height(), channels, to);
    }

    private static int first(int[] histogram) {
        int value = 0;
        while (histogram[value] == 0) {
            value++;
        }
        return value;
    }

    private static int last(int[] histogram) {
        int value = 255;
        while (histogram[value] == 0) {
            value--;
        }
        return value;
    }
}

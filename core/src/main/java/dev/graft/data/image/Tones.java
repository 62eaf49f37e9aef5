package dev.graft.data.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Pillow 9.4's `ImageOps` that map each channel's 256 values to others. Alpha stays as it is.
final class Tones {
    private Tones() {}

    /// Keeps the upper `bits` of each value.
    static Image posterize(Image image, int bits) {
        if (image.isDeep()) {
            return Levels.posterize(image, bits);
        }
        return map(image, bytes(table(value -> value & -(1 << (8 - bits)))));
    }

    /// Inverts what is at least `threshold`.
    static Image solarize(Image image, double threshold) {
        if (image.isDeep()) {
            return Levels.map(image, level -> level < threshold ? level : 255 - level);
        }
        return map(image, bytes(table(value -> value < threshold ? value : 255 - value)));
    }

    /// Stretches each channel to 0…255.
    static Image autoContrast(Image image) {
        if (image.isDeep()) {
            return Levels.autoContrast(image);
        }
        return mapByHistogram(image, histogram -> {
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
        return image.isDeep() ? Levels.equalize(image) : mapByHistogram(image, Tones::equalizing);
    }

    static int[] equalizing(int[] histogram) {
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

    private static byte[] bytes(int[] map) {
        byte[] bytes = new byte[map.length];
        for (int value = 0; value < map.length; value++) {
            bytes[value] = (byte) map[value];
        }
        return bytes;
    }

    private static Image mapByHistogram(Image image, UnaryOperator<int[]> fromHistogram) {
        byte[] from = image.pixels();
        int channels = image.channels();
        byte[][] maps = new byte[Math.min(3, channels)][];
        for (int c = 0; c < maps.length; c++) {
            int[] histogram = new int[256];
            for (int at = c; at < from.length; at += channels) {
                histogram[from[at] & 0xff]++;
            }
            maps[c] = bytes(fromHistogram.apply(histogram));
        }
        return map(image, maps);
    }

    /// @param maps what each value becomes: one for all channels but alpha, or one for each of them
    static Image map(Image image, byte[]... maps) {
        byte[] from = image.pixels();
        byte[] to = from.clone();
        int channels = image.channels();
        if (maps.length == 1 && channels < 4) {
            byte[] map = maps[0];
            for (int at = 0; at < to.length; at++) {
                to[at] = map[from[at] & 0xff];
            }
            return Image.of(image.width(), image.height(), channels, to);
        }
        for (int c = 0; c < Math.min(3, channels); c++) {
            byte[] map = maps[Math.min(c, maps.length - 1)];
            for (int at = c; at < to.length; at += channels) {
                to[at] = map[from[at] & 0xff];
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

package dev.graft.data.image;

/// What [Tones], [Colors] and [Smooth] do to bytes, on the levels of a deep grey image: the same, without rounding.
final class Levels {
    private static final int BINS = 256;

    private Levels() {}

    /// What becomes of one level.
    interface Tone {
        double of(float level);
    }

    static Image map(Image image, Tone tone) {
        float[] from = image.levels();
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) Math.clamp(tone.of(from[i]), 0.0, 255.0);
        }
        return image.withLevels(image.width(), image.height(), to);
    }

    /// From `base` at factor 0 to the level itself at 1, and beyond.
    static double blend(double base, float level, float factor) {
        return base + factor * (level - base);
    }

    static Image contrast(Image image, float factor) {
        double sum = 0;
        for (float level : image.levels()) {
            sum += level;
        }
        double mean = sum / image.levels().length;
        return map(image, level -> blend(mean, level, factor));
    }

    static Image sharpness(Image image, float factor) {
        float[] from = image.levels();
        float[] to = from.clone();
        int row = image.width();
        for (int y = 1; y < image.height() - 1; y++) {
            for (int at = y * row + 1; at < (y + 1) * row - 1; at++) {
                double around = three(from, at - row) + three(from, at) + three(from, at + row);
                double smooth = (around + 4 * from[at]) / 13;
                to[at] = (float) Math.clamp(blend(smooth, from[at], factor), 0.0, 255.0);
            }
        }
        return image.withLevels(image.width(), image.height(), to);
    }

    private static double three(float[] from, int at) {
        return (double) from[at - 1] + from[at] + from[at + 1];
    }

    /// Keeps the upper `bits` of 8; with all of them the image stays.
    static Image posterize(Image image, int bits) {
        int step = 1 << (8 - bits);
        return step == 1 ? image : map(image, level -> Math.floor(level / step) * step);
    }

    static Image autoContrast(Image image) {
        float low = 255;
        float high = 0;
        for (float level : image.levels()) {
            low = Math.min(low, level);
            high = Math.max(high, level);
        }
        float from = low;
        double scale = 255.0 / (high - low);
        return high <= low ? image : map(image, level -> (level - from) * scale);
    }

    /// By the histogram of whole levels; what lies between two of them goes between what they become.
    static Image equalize(Image image) {
        int[] histogram = new int[BINS];
        for (float level : image.levels()) {
            histogram[(int) level]++;
        }
        int[] map = Tones.equalizing(histogram);
        return map(image, level -> {
            int below = (int) level;
            int above = Math.min(BINS - 1, below + 1);
            return map[below] + (level - below) * (map[above] - map[below]);
        });
    }
}

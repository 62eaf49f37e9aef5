package dev.graft.data.image;

import java.util.Collections;
import java.util.List;

/// torchvision's `ToTensor` and `Normalize` in one pass: 0…255 becomes 0…1, then mean and deviation of
/// each channel are taken out; interleaved pixels become planes.
///
/// @param mean one value a channel, on the 0…1 scale
/// @param std  one value a channel, on the 0…1 scale, above 0
public record Normalize(List<Double> mean, List<Double> std) {
    /// ImageNet's RGB statistics.
    public static final Normalize IMAGENET = new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public Normalize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException(
                    "Normalize: expected as many means as deviations above 0, found " + mean + " and " + std);
        }
    }

    /// Scales to 0…1 and nothing else.
    public static Normalize none(int channels) {
        return new Normalize(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    /// The values as `[channels, height, width]`.
    ///
    /// @throws IllegalArgumentException if the image has another number of channels
    public float[] apply(Image image) {
        int channels = image.channels();
        if (channels != mean.size()) {
            throw new IllegalArgumentException("Normalize: expected " + mean.size() + " channels, found " + image);
        }
        int plane = image.width() * image.height();
        if (image.isDeep()) {
            return deep(image.levels(), channels);
        }
        byte[] pixels = image.pixels();
        float[] planes = new float[plane * channels];
        float[][] tables = tables();
        if (channels == 3) {
            three(pixels, planes, plane, tables);
            return planes;
        }
        for (int c = 0; c < channels; c++) {
            float[] table = tables[c];
            int to = c * plane;
            for (int at = c; at < pixels.length; at += channels) {
                planes[to++] = table[pixels[at] & 0xff];
            }
        }
        return planes;
    }

    /// One plane of grey for all colours; alpha is opaque.
    private float[] deep(float[] levels, int channels) {
        float[] planes = new float[Math.multiplyExact(levels.length, channels)];
        for (int c = 0; c < channels; c++) {
            float shift = mean.get(c).floatValue();
            float scale = std.get(c).floatValue();
            int to = c * levels.length;
            for (float level : levels) {
                planes[to++] = ((c == 3 ? 255 : level) / 255f - shift) / scale;
            }
        }
        return planes;
    }

    /// Four pixels are twelve bytes, read as three numbers.
    private static void three(byte[] pixels, float[] planes, int plane, float[][] tables) {
        float[] red = tables[0];
        float[] green = tables[1];
        float[] blue = tables[2];
        int greens = plane;
        int blues = 2 * plane;
        int i = 0;
        for (; i + 4 <= plane; i += 4) {
            int first = Image.four(pixels, i * 3);
            int second = Image.four(pixels, i * 3 + 4);
            int third = Image.four(pixels, i * 3 + 8);
            planes[i] = red[first & 0xff];
            planes[i + 1] = red[first >>> 24];
            planes[i + 2] = red[second >>> 16 & 0xff];
            planes[i + 3] = red[third >>> 8 & 0xff];
            planes[greens + i] = green[first >>> 8 & 0xff];
            planes[greens + i + 1] = green[second & 0xff];
            planes[greens + i + 2] = green[second >>> 24];
            planes[greens + i + 3] = green[third >>> 16 & 0xff];
            planes[blues + i] = blue[first >>> 16 & 0xff];
            planes[blues + i + 1] = blue[second >>> 8 & 0xff];
            planes[blues + i + 2] = blue[third & 0xff];
            planes[blues + i + 3] = blue[third >>> 24];
        }
        for (; i < plane; i++) {
            planes[i] = red[pixels[i * 3] & 0xff];
            planes[greens + i] = green[pixels[i * 3 + 1] & 0xff];
            planes[blues + i] = blue[pixels[i * 3 + 2] & 0xff];
        }
    }

    private float[][] tables() {
        float[][] tables = new float[mean.size()][256];
        for (int c = 0; c < tables.length; c++) {
            float shift = mean.get(c).floatValue();
            float scale = std.get(c).floatValue();
            for (int value = 0; value < 256; value++) {
                tables[c][value] = (value / 255f - shift) / scale;
            }
        }
        return tables;
    }
}

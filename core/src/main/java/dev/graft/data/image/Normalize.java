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
    /// @throws IllegalArgumentException if the picture has another number of channels
    public float[] apply(Image image) {
        int channels = image.channels();
        if (channels != mean.size()) {
            throw new IllegalArgumentException("Normalize: expected " + mean.size() + " channels, found " + image);
        }
        int plane = image.width() * image.height();
        byte[] pixels = image.pixels();
        float[] planes = new float[plane * channels];
        for (int c = 0; c < channels; c++) {
            float[] table = table(c);
            int to = c * plane;
            for (int at = c; at < pixels.length; at += channels) {
                planes[to++] = table[pixels[at] & 0xff];
            }
        }
        return planes;
    }

    private float[] table(int channel) {
        float shift = mean.get(channel).floatValue();
        float scale = std.get(channel).floatValue();
        float[] table = new float[256];
        for (int value = 0; value < 256; value++) {
            table[value] = (value / 255f - shift) / scale;
        }
        return table;
    }
}

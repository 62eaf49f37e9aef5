package dev.graft.data;

import dev.graft.data.image.Interpolation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is done to an image before a network sees it, outside training: `Resize(resize)` and `CenterCrop(size)`, or
/// whatever else makes a square of it, scaling to 0…1, and `Normalize(mean, std)`. It travels with the weights.
///
/// @param size     side of the square the network takes, in pixels
/// @param resize   length of the shorter side before [Fit#CROP], in pixels; at least `size`. The other ways have none
/// @param channels 1 (grey), 3 (RGB) or 4 (RGBA)
/// @param mean     one value a channel, on the 0…1 scale
/// @param std      one value a channel, on the 0…1 scale, above 0
/// @param range    which values of grey images with more than 8 bits are black and white, where the files do not say
///     it; null where it was not trained on such
/// @param fit      how an image becomes a square; [Fit#CROP] in earlier models, which do not say it
/// @param interpolation how images are resized; bilinear in earlier models, which do not say it
public record Preprocessing(
        int size,
        int resize,
        int channels,
        List<Double> mean,
        List<Double> std,
        @Nullable ValueRange range,
        Fit fit,
        Interpolation interpolation) {
    /// Mean of ImageNet's RGB channels.
    public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

    /// Standard deviation of ImageNet's RGB channels.
    public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        fit = Objects.requireNonNullElse(fit, Fit.CROP);
        interpolation = Objects.requireNonNullElse(interpolation, Interpolation.BILINEAR);
        if (size < 1 || resize < size) {
            throw new IllegalArgumentException(
                    "preprocessing: expected 1 <= size <= resize, found size " + size + ", resize " + resize);
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("preprocessing: expected 1, 3 or 4 channels, found " + channels);
        }
        if (mean.size() != channels || std.size() != channels || std.stream().anyMatch(value -> value <= 0)) {
            throw new IllegalArgumentException("preprocessing: expected " + channels
                    + " means and as many deviations above 0, found " + mean + " and " + std);
        }
    }

    /// For images whose values have 8 bits, or that say how many they have; bilinear.
    public Preprocessing(int size, int resize, int channels, List<Double> mean, List<Double> std) {
        this(size, resize, channels, mean, std, null, Fit.CROP, Interpolation.BILINEAR);
    }

    /// RGB with ImageNet's statistics.
    public static Preprocessing imagenet(int size, int resize) {
        return new Preprocessing(size, resize, 3, IMAGENET_MEAN, IMAGENET_STD);
    }

    /// Which values of grey images with more than 8 bits are black and white.
    public Preprocessing withRange(@Nullable ValueRange range) {
        return new Preprocessing(size, resize, channels, mean, std, range, fit, interpolation);
    }

    /// How an image becomes a square.
    public Preprocessing withFit(Fit value) {
        return new Preprocessing(size, resize, channels, mean, std, range, value, interpolation);
    }

    /// How images are resized.
    public Preprocessing withInterpolation(Interpolation value) {
        return new Preprocessing(size, resize, channels, mean, std, range, fit, value);
    }
}

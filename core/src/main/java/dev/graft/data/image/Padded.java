package dev.graft.data.image;

import java.util.List;
import java.util.random.RandomGenerator;

/// A resampling of the whole image with a border that makes it a square: torchvision's `Pad` on both sides of the
/// shorter side, the odd pixel at the end, and then the resampling. Where that takes only a part, the border is made
/// only as far as the part reaches.
///
/// @param square of the square
/// @param color  of the border, one value a channel on the 0…1 scale
public record Padded(Resampling square, List<Double> color) implements Resampling {
    /// @throws IllegalArgumentException if a value of the colour is not from 0 to 1
    public Padded {
        color = List.copyOf(color);
        if (color.isEmpty() || color.stream().anyMatch(value -> !(value >= 0 && value <= 1))) {
            throw new IllegalArgumentException(
                    "Padded: expected a value from 0 to 1 for each channel, found the colour " + color);
        }
    }

    @Override
    public boolean fixed() {
        return square.fixed();
    }

    @Override
    public Sample sample(int width, int height, RandomGenerator random) {
        int side = Math.max(width, height);
        Sample sample = square.sample(side, side, random);
        return width == height
                ? sample
                : new Sample(
                        sample.left() + CenterCrop.start(width, side),
                        sample.top() + CenterCrop.start(height, side),
                        sample.width(),
                        sample.height(),
                        sample.newWidth(),
                        sample.newHeight(),
                        sample.interpolation(),
                        color);
    }
}

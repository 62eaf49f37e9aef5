package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomVerticalFlip`.
///
/// @param p how often, 0 to 1
public record RandomVerticalFlip(double p) implements Transform {
    public RandomVerticalFlip {
        Range.probability("RandomVerticalFlip", p);
    }

    /// Every second time.
    public RandomVerticalFlip() {
        this(0.5);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return random.nextDouble() < p ? image.flipVertically() : image;
    }
}

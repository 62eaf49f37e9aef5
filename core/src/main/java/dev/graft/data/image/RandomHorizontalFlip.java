package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomHorizontalFlip`.
///
/// @param p how often, 0 to 1
public record RandomHorizontalFlip(double p) implements Transform {
    public RandomHorizontalFlip {
        Range.probability("RandomHorizontalFlip", p);
    }

    /// Every second time.
    public RandomHorizontalFlip() {
        this(0.5);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return random.nextDouble() < p ? image.flipHorizontally() : image;
    }
}

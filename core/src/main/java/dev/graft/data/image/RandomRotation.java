package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomRotation`: around the middle, nearest pixel, black corners, the size stays.
///
/// @param degrees counter-clockwise
public record RandomRotation(Range degrees) implements Transform {
    /// From `-degrees` to `degrees`.
    public RandomRotation(double degrees) {
        this(Range.around0(degrees));
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return Affine.rotate(image, degrees.draw(random));
    }
}

package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// One step after normalization, on float values.
@FunctionalInterface
public interface PlanesTransform {
    /// Changes the values in place.
    ///
    /// @param planes `[channels, height, width]`
    /// @param random the only source of chance
    void apply(float[] planes, int height, int width, RandomGenerator random);
}

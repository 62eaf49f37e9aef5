package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// One step from a decoded picture to the one a network sees.
@FunctionalInterface
public interface Transform {
    /// The changed picture; the given one stays as it is.
    ///
    /// @param random the only source of chance, so that the same seed gives the same picture
    Image apply(Image image, RandomGenerator random);

    /// Whether two calls may give two results.
    default boolean isRandom() {
        return false;
    }
}

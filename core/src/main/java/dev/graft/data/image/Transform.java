package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// One step from a decoded image to the one a network sees.
@FunctionalInterface
public interface Transform {
    /// The changed image; the given one stays as it is.
    ///
    /// @param random the only source of chance, so that the same seed gives the same image
    Image apply(Image image, RandomGenerator random);

    /// Whether it asks for no random number, so that the same image always becomes the same. A pipeline may then do
    /// it once for all epochs, if it comes before all chance.
    default boolean fixed() {
        return false;
    }
}

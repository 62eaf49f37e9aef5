package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// A transform that resizes a part of an image, and knows which before it sees a pixel.
public sealed interface Resampling extends Transform permits Resize, ResizeTo, RandomResizedCrop, Padded, Squeezed {
    /// What becomes of an image of this size.
    Sample sample(int width, int height, RandomGenerator random);

    @Override
    default Image apply(Image image, RandomGenerator random) {
        return sample(image.width(), image.height(), random).apply(image);
    }
}

package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomCrop((height, width), padding, pad_if_needed=True)`: a rectangle from anywhere in
/// the image after a black border of `padding` pixels; an image that is still too small gets more.
public record RandomCrop(int height, int width, int padding) implements Transform {
    public RandomCrop {
        Range.side("RandomCrop", height);
        Range.side("RandomCrop", width);
        if (padding < 0) {
            throw new IllegalArgumentException("RandomCrop: expected a padding of at least 0, found " + padding);
        }
    }

    /// A square.
    public RandomCrop(int size, int padding) {
        this(size, size, padding);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        int top = start(image.height(), height, random);
        int left = start(image.width(), width, random);
        return image.crop(left, top, width, height);
    }

    /// Where the crop begins, counted from the image without border.
    private int start(int length, int crop, RandomGenerator random) {
        // what is too small is padded on both sides by all that is missing
        int border = padding + Math.max(0, crop - (length + 2 * padding));
        return random.nextInt(length + 2 * border - crop + 1) - border;
    }
}

package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `CenterCrop((height, width))`; a smaller image gets a black border first.
public record CenterCrop(int height, int width) implements Transform {
    public CenterCrop {
        Range.side("CenterCrop", height);
        Range.side("CenterCrop", width);
    }

    /// A square.
    public CenterCrop(int size) {
        this(size, size);
    }

    @Override
    public boolean fixed() {
        return true;
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return image.crop(start(image.width(), width), start(image.height(), height), width, height);
    }

    /// Padding puts the odd pixel at the end; cropping rounds halves to even, as Python's round does.
    static int start(int length, int crop) {
        return crop > length ? -((crop - length) / 2) : (int) Math.rint((length - crop) / 2.0);
    }
}

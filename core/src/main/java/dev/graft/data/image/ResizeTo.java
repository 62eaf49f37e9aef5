package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `Resize((height, width))`: exactly this size, whatever that does to the proportion, with
/// antialiasing.
public record ResizeTo(int height, int width, Interpolation interpolation) implements Resampling {
    public ResizeTo {
        Range.side("ResizeTo", height);
        Range.side("ResizeTo", width);
    }

    /// Bilinear.
    public ResizeTo(int height, int width) {
        this(height, width, Interpolation.BILINEAR);
    }

    /// A square, bilinear.
    public ResizeTo(int size) {
        this(size, size);
    }

    @Override
    public boolean fixed() {
        return true;
    }

    @Override
    public Sample sample(int oldWidth, int oldHeight, RandomGenerator random) {
        return new Sample(0, 0, oldWidth, oldHeight, width, height).by(interpolation);
    }
}

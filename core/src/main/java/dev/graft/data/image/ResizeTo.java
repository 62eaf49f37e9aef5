package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `Resize((height, width))`: exactly this size, whatever that does to the proportion.
/// Bilinear with antialiasing.
public record ResizeTo(int height, int width) implements Resampling {
    public ResizeTo {
        Range.side("ResizeTo", height);
        Range.side("ResizeTo", width);
    }

    /// A square.
    public ResizeTo(int size) {
        this(size, size);
    }

    @Override
    public boolean fixed() {
        return true;
    }

    @Override
    public Sample sample(int oldWidth, int oldHeight, RandomGenerator random) {
        return new Sample(0, 0, oldWidth, oldHeight, width, height);
    }
}

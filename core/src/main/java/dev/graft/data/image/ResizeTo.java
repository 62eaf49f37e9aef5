package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `Resize((height, width))`: exactly this size, whatever that does to the proportion.
/// Bilinear with antialiasing.
public record ResizeTo(int height, int width) implements Transform {
    public ResizeTo {
        Range.side("ResizeTo", height);
        Range.side("ResizeTo", width);
    }

    /// A square.
    public ResizeTo(int size) {
        this(size, size);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return Resize.to(image, width, height);
    }
}

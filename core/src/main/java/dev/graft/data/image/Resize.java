package dev.graft.data.image;

import dev.graft.torch.Resample;
import java.util.random.RandomGenerator;

/// torchvision's `Resize(size)`: the shorter side becomes `size`, the longer one keeps the proportion
/// (rounded down). Bilinear with antialiasing. For an exact size see [ResizeTo].
public record Resize(int size) implements Resampling {
    public Resize {
        Range.side("Resize", size);
    }

    @Override
    public boolean fixed() {
        return true;
    }

    @Override
    public Sample sample(int width, int height, RandomGenerator random) {
        int shorter = Math.min(width, height);
        long longer = Math.max(width, height);
        int newLonger = Math.toIntExact(Math.max(1, size * longer / shorter));
        return width <= height
                ? new Sample(0, 0, width, height, size, newLonger)
                : new Sample(0, 0, width, height, newLonger, size);
    }

    static Image to(Image image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        byte[] pixels =
                Resample.bilinear(image.pixels(), image.height(), image.width(), image.channels(), height, width);
        return Image.of(width, height, image.channels(), pixels);
    }
}

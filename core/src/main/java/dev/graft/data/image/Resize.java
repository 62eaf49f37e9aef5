package dev.graft.data.image;

import dev.graft.torch.Resample;
import java.util.random.RandomGenerator;

/// torchvision's `Resize(size)`: the shorter side becomes `size`, the longer one keeps the proportion
/// (rounded down). Bilinear with antialiasing. For an exact size see [ResizeTo].
public record Resize(int size) implements Resampling {
    /// As many as the largest images have that are decoded.
    private static final long MOST_PIXELS = 178_956_970;

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
        int newLonger = longer(size, shorter, longer);
        return width <= height
                ? new Sample(0, 0, width, height, size, newLonger)
                : new Sample(0, 0, width, height, newLonger, size);
    }

    /// Rounded down, as torchvision has it.
    static int longer(int size, int shorter, long longer) {
        return Math.toIntExact(Math.clamp(size * longer / shorter, 1, Integer.MAX_VALUE));
    }

    static Image to(Image image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("resize: " + image.width() + "x" + image.height()
                    + " pixels would become " + width + "x" + height + "; expected at most " + MOST_PIXELS
                    + " in all: cut the image into pieces");
        }
        if (image.isDeep()) {
            float[] levels = Bilinear.resize(image.levels(), image.width(), image.height(), width, height);
            return image.withLevels(width, height, levels);
        }
        byte[] pixels =
                Resample.bilinear(image.pixels(), image.height(), image.width(), image.channels(), height, width);
        return Image.of(width, height, image.channels(), pixels);
    }
}

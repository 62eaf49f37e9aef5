package dev.graft.data.image;

import dev.graft.torch.Resample;
import java.util.random.RandomGenerator;

/// torchvision's `Resize(size)`: the shorter side becomes `size`, the longer one keeps the proportion
/// (rounded down), with antialiasing. For an exact size see [ResizeTo].
public record Resize(int size, Interpolation interpolation) implements Resampling {
    /// As many as the largest images have that are decoded.
    private static final long MOST_PIXELS = 178_956_970;

    public Resize {
        Range.side("Resize", size);
    }

    /// Bilinear.
    public Resize(int size) {
        this(size, Interpolation.BILINEAR);
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
        Sample sample = width <= height
                ? new Sample(0, 0, width, height, size, newLonger)
                : new Sample(0, 0, width, height, newLonger, size);
        return sample.by(interpolation);
    }

    /// Rounded down, as torchvision has it.
    static int longer(int size, int shorter, long longer) {
        return Math.toIntExact(Math.clamp(size * longer / shorter, 1, Integer.MAX_VALUE));
    }

    static Image to(Image image, int width, int height, Interpolation interpolation) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("resize: " + image.width() + "x" + image.height()
                    + " pixels would become " + width + "x" + height + "; expected at most " + MOST_PIXELS
                    + " in all: cut the image into pieces");
        }
        if (image.isDeep()) {
            return image.withLevels(width, height, Taps.resize(image, width, height, interpolation));
        }
        if (interpolation == Interpolation.BICUBIC && width > image.width() && height < image.height()) {
            return bytes(bytes(image, image.width(), height, interpolation), width, height, interpolation);
        }
        return bytes(image, width, height, interpolation);
    }

    /// Along rows, then along columns. Curves overshoot, and what does is cut off in between; where the rows become
    /// longer and the columns shorter, Pillow does the columns first.
    private static Image bytes(Image image, int width, int height, Interpolation interpolation) {
        int channels = image.channels();
        byte[] pixels = switch (interpolation) {
            case BILINEAR -> Resample.bilinear(image.pixels(), image.height(), image.width(), channels, height, width);
            case BICUBIC -> Resample.bicubic(image.pixels(), image.height(), image.width(), channels, height, width);
        };
        return Image.of(width, height, channels, pixels);
    }
}

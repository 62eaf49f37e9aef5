package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomResizedCrop`: a rectangle of a random share of the area and a random proportion,
/// resized to a square. "Going deeper with convolutions" (2014).
///
/// @param size  side of the square, in pixels
/// @param scale share of the picture's area, above 0
/// @param ratio width by height, above 0
public record RandomResizedCrop(int size, Range scale, Range ratio) implements Transform {
    /// From 3:4 to 4:3.
    public static final Range USUAL_RATIO = new Range(3.0 / 4, 4.0 / 3);

    private static final int ATTEMPTS = 10;

    public RandomResizedCrop {
        Range.side("RandomResizedCrop", size);
        if (scale.low() <= 0 || scale.high() > 1 || ratio.low() <= 0) {
            throw new IllegalArgumentException("RandomResizedCrop: expected a scale within 0…1 and a ratio above 0,"
                    + " found " + scale + " and " + ratio);
        }
    }

    /// From `smallest` of the area to all of it, 3:4 to 4:3.
    public RandomResizedCrop(int size, double smallest) {
        this(size, new Range(smallest, 1), USUAL_RATIO);
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        double area = (double) image.width() * image.height();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double target = area * scale.draw(random);
            double proportion = ratio.drawRatio(random);
            int width = (int) Math.rint(Math.sqrt(target * proportion));
            int height = (int) Math.rint(Math.sqrt(target / proportion));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                int top = random.nextInt(image.height() - height + 1);
                int left = random.nextInt(image.width() - width + 1);
                return resizedCrop(image, left, top, width, height);
            }
        }
        return middle(image);
    }

    /// As much of the middle as the proportion allows, where no drawn rectangle fitted.
    private Image middle(Image image) {
        double proportion = (double) image.width() / image.height();
        int width = image.width();
        int height = image.height();
        if (proportion < ratio.low()) {
            height = (int) Math.rint(width / ratio.low());
        } else if (proportion > ratio.high()) {
            width = (int) Math.rint(height * ratio.high());
        }
        return resizedCrop(image, (image.width() - width) / 2, (image.height() - height) / 2, width, height);
    }

    Image resizedCrop(Image image, int left, int top, int width, int height) {
        return Resize.to(image.crop(left, top, width, height), size, size);
    }
}

package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `RandomResizedCrop`: a rectangle of a random share of the area and a random proportion,
/// resized to a square. "Going deeper with convolutions" (2014).
///
/// @param size  side of the square, in pixels
/// @param scale share of the image's area, above 0
/// @param ratio width by height, above 0
public record RandomResizedCrop(int size, Range scale, Range ratio, Interpolation interpolation) implements Resampling {
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

    /// Bilinear.
    public RandomResizedCrop(int size, Range scale, Range ratio) {
        this(size, scale, ratio, Interpolation.BILINEAR);
    }

    /// From `smallest` of the area to all of it, 3:4 to 4:3, bilinear.
    public RandomResizedCrop(int size, double smallest) {
        this(size, smallest, Interpolation.BILINEAR);
    }

    /// From `smallest` of the area to all of it, 3:4 to 4:3.
    public RandomResizedCrop(int size, double smallest, Interpolation interpolation) {
        this(size, new Range(smallest, 1), USUAL_RATIO, interpolation);
    }

    @Override
    public Sample sample(int width, int height, RandomGenerator random) {
        double area = (double) width * height;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double target = area * scale.draw(random);
            double proportion = ratio.drawRatio(random);
            int cropWidth = (int) Math.rint(Math.sqrt(target * proportion));
            int cropHeight = (int) Math.rint(Math.sqrt(target / proportion));
            if (cropWidth > 0 && cropWidth <= width && cropHeight > 0 && cropHeight <= height) {
                int top = random.nextInt(height - cropHeight + 1);
                int left = random.nextInt(width - cropWidth + 1);
                return new Sample(left, top, cropWidth, cropHeight, size, size).by(interpolation);
            }
        }
        return middle(width, height);
    }

    /// As much of the middle as the proportion allows, where no drawn rectangle fitted.
    private Sample middle(int width, int height) {
        double proportion = (double) width / height;
        int cropWidth = width;
        int cropHeight = height;
        if (proportion < ratio.low()) {
            cropHeight = (int) Math.rint(width / ratio.low());
        } else if (proportion > ratio.high()) {
            cropWidth = (int) Math.rint(height * ratio.high());
        }
        return new Sample((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight, size, size)
                .by(interpolation);
    }
}

package dev.graft.data.image;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// torchvision's `RandomErasing`, after `Normalize`: a rectangle becomes 0, the mean colour.
/// "Random Erasing Data Augmentation" (2017).
///
/// @param p     how often, 0 to 1
/// @param scale share of the image's area
/// @param ratio height by width
public record RandomErasing(double p, Range scale, Range ratio) implements PlanesTransform {
    private static final int ATTEMPTS = 10;

    public RandomErasing {
        Range.probability("RandomErasing", p);
        if (scale.low() < 0 || scale.high() > 1 || ratio.low() <= 0) {
            throw new IllegalArgumentException(
                    "RandomErasing: expected a scale within 0…1 and a ratio above 0, found " + scale + " and " + ratio);
        }
    }

    /// 2% to 33% of the area, 0.3 to 3.3 as high as wide.
    public RandomErasing(double p) {
        this(p, new Range(0.02, 0.33), new Range(0.3, 3.3));
    }

    @Override
    public void apply(float[] planes, int height, int width, RandomGenerator random) {
        if (random.nextDouble() >= p) {
            return;
        }
        double area = (double) height * width;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double target = area * scale.draw(random);
            double proportion = ratio.drawRatio(random);
            int high = (int) Math.rint(Math.sqrt(target * proportion));
            int wide = (int) Math.rint(Math.sqrt(target / proportion));
            if (high < height && wide < width) {
                int top = random.nextInt(height - high + 1);
                int left = random.nextInt(width - wide + 1);
                erase(planes, height, width, top, left, high, wide);
                return;
            }
        }
    }

    private static void erase(float[] planes, int height, int width, int top, int left, int high, int wide) {
        for (int plane = 0; plane < planes.length; plane += height * width) {
            for (int y = top; y < top + high; y++) {
                int row = plane + y * width + left;
                Arrays.fill(planes, row, row + wide, 0f);
            }
        }
    }
}

package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `ColorJitter`: brightness, contrast, saturation and hue, in random order.
///
/// @param brightness factor, 1 changes nothing
/// @param contrast   factor, 1 changes nothing
/// @param saturation factor, 1 changes nothing
/// @param hue        share of the colour circle, -0.5 to 0.5, 0 changes nothing
public record ColorJitter(Range brightness, Range contrast, Range saturation, Range hue) implements Transform {
    public ColorJitter {
        if (brightness.low() < 0 || contrast.low() < 0 || saturation.low() < 0) {
            throw new IllegalArgumentException("ColorJitter: expected factors of at least 0, found " + brightness + ", "
                    + contrast + " and " + saturation);
        }
        if (hue.low() < -0.5 || hue.high() > 0.5) {
            throw new IllegalArgumentException("ColorJitter: expected a hue within -0.5…0.5, found " + hue);
        }
    }

    /// Factors from `1 - x` (at least 0) to `1 + x`, hue from `-x` to `x`.
    public ColorJitter(double brightness, double contrast, double saturation, double hue) {
        this(around1(brightness), around1(contrast), around1(saturation), Range.around0(hue));
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        float brighter = (float) brightness.draw(random);
        float stronger = (float) contrast.draw(random);
        float richer = (float) saturation.draw(random);
        double turn = hue.draw(random);
        int[] order = {0, 1, 2, 3};
        for (int i = 3; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        Image result = image;
        for (int step : order) {
            result = switch (step) {
                case 0 -> brighter == 1 ? result : Colors.brightness(result, brighter);
                case 1 -> stronger == 1 ? result : Colors.contrast(result, stronger);
                case 2 -> richer == 1 ? result : Colors.saturation(result, richer);
                default -> turn == 0 ? result : Colors.hue(result, turn);
            };
        }
        return result;
    }

    private static Range around1(double reach) {
        return new Range(Math.max(0, 1 - reach), 1 + reach);
    }
}

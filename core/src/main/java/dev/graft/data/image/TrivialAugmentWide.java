package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// torchvision's `TrivialAugmentWide`: one of fourteen changes, with one of 31 strengths.
/// "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation" (2021), table 6 (wide).
/// Nearest pixel and black where the image ends.
public record TrivialAugmentWide() implements Transform {
    static final int BINS = 31;

    enum Change {
        IDENTITY,
        SHEAR_X,
        SHEAR_Y,
        TRANSLATE_X,
        TRANSLATE_Y,
        ROTATE,
        BRIGHTNESS,
        COLOR,
        CONTRAST,
        SHARPNESS,
        POSTERIZE,
        SOLARIZE,
        AUTO_CONTRAST,
        EQUALIZE;

        private static final Change[] ALL = values();
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        Change change = Change.ALL[random.nextInt(Change.ALL.length)];
        int bin = random.nextInt(BINS);
        int sign = random.nextBoolean() ? 1 : -1;
        return change(image, change, bin, sign);
    }

    /// @param bin  how strongly, 0 to 30
    /// @param sign 1 or -1, for the changes that have two directions
    static Image change(Image image, Change change, int bin, int sign) {
        return switch (change) {
            case IDENTITY -> image;
            case SHEAR_X -> Affine.shear(image, sign * strength(0.99f, bin), 0);
            case SHEAR_Y -> Affine.shear(image, 0, sign * strength(0.99f, bin));
            case TRANSLATE_X -> Affine.translate(image, (int) (sign * strength(32, bin)), 0);
            case TRANSLATE_Y -> Affine.translate(image, 0, (int) (sign * strength(32, bin)));
            case ROTATE -> Affine.rotate(image, sign * strength(135, bin));
            case BRIGHTNESS -> Colors.brightness(image, factor(sign, bin));
            case COLOR -> Colors.saturation(image, factor(sign, bin));
            case CONTRAST -> Colors.contrast(image, factor(sign, bin));
            case SHARPNESS -> Colors.sharpness(image, factor(sign, bin));
            case POSTERIZE -> Tones.posterize(image, 8 - (int) Math.rint(bin / 5.0));
            case SOLARIZE -> Tones.solarize(image, 255 - strength(255, bin));
            case AUTO_CONTRAST -> Tones.autoContrast(image);
            case EQUALIZE -> Tones.equalize(image);
        };
    }

    private static float factor(int sign, int bin) {
        return (float) (1 + sign * (double) strength(0.99f, bin));
    }

    /// `torch.linspace(0, most, 31)[bin]`, with its rounding: it counts from the nearer end.
    private static float strength(float most, int bin) {
        float step = most / (BINS - 1);
        return bin < BINS / 2 ? step * bin : most - step * (BINS - 1 - bin);
    }
}

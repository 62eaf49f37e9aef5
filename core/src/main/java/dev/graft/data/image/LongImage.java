package dev.graft.data.image;

import java.util.List;

/// [Resize] and then [CenterCrop] of an image that is very much longer than it is wide, such as 20,000 x 1 pixels:
/// only what the crop keeps is made. The whole would have 256 times as many pixels.
public final class LongImage {
    /// Shapes up to this are resized whole, as everything else is.
    private static final int USUAL = 64;

    private LongImage() {}

    /// Whether these steps begin with a resize and a crop, and the image is so long that they are done together.
    public static boolean isIn(int width, int height, List<Transform> steps) {
        return steps.size() > 1
                && steps.get(0) instanceof Resize
                && steps.get(1) instanceof CenterCrop
                && Math.max(width, height) > (long) USUAL * Math.min(width, height);
    }

    /// The middle of the resized image. Bilinear with antialiasing, as `aten::_upsample_bilinear2d_aa` of floats
    /// computes it (libtorch 2.10); each side by itself, rounded once in between and once at the end.
    public static Image middle(Image image, Resize resize, CenterCrop crop) {
        int shorter = Math.min(image.width(), image.height());
        int longer = Resize.longer(resize.size(), shorter, Math.max(image.width(), image.height()));
        int width = image.width() <= image.height() ? resize.size() : longer;
        int height = image.width() <= image.height() ? longer : resize.size();
        int left = CenterCrop.start(width, crop.width());
        int top = CenterCrop.start(height, crop.height());
        Image across = alongRows(image, width, left, crop.width());
        return alongRows(across.transposed(), height, top, crop.height()).transposed();
    }

    /// Every row at a new length, of which some pixels are made.
    ///
    /// @param length of the whole row
    /// @param start  of the first that is made; black where it is outside
    private static Image alongRows(Image image, int length, int start, int made) {
        Image result = Image.black(made, image.height(), image.channels());
        double scale = image.width() / (double) length;
        double reach = Math.max(scale, 1);
        for (int x = Math.max(0, -start); x < Math.min(made, length - start); x++) {
            double centre = scale * (start + x + 0.5);
            int from = Math.max(0, (int) (centre - reach + 0.5));
            int to = Math.min(image.width(), (int) (centre + reach + 0.5));
            double[] weights = new double[Math.max(1, to - from)];
            double sum = 0;
            for (int i = from; i < to; i++) {
                weights[i - from] = Math.max(0, 1 - Math.abs((i - centre + 0.5) / reach));
                sum += weights[i - from];
            }
            for (int y = 0; y < image.height(); y++) {
                for (int channel = 0; channel < image.channels(); channel++) {
                    double value = 0;
                    for (int i = from; i < to; i++) {
                        value += weights[i - from] * image.at(i, y, channel);
                    }
                    result.pixels()[(y * made + x) * image.channels() + channel] =
                            (byte) Math.clamp(Math.round(value / sum), 0, 255);
                }
            }
        }
        return result;
    }
}

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

    /// The middle of the resized image; each side by itself, rounded once in between and once at the end.
    public static Image middle(Image image, Resize resize, CenterCrop crop) {
        int shorter = Math.min(image.width(), image.height());
        int longer = Resize.longer(resize.size(), shorter, Math.max(image.width(), image.height()));
        int width = image.width() <= image.height() ? resize.size() : longer;
        int height = image.width() <= image.height() ? longer : resize.size();
        int left = CenterCrop.start(width, crop.width());
        int top = CenterCrop.start(height, crop.height());
        Image across = alongRows(image, width, left, crop.width(), resize.interpolation());
        return alongRows(across.transposed(), height, top, crop.height(), resize.interpolation())
                .transposed();
    }

    /// Every row at a new length, of which some pixels are made.
    ///
    /// @param length of the whole row
    /// @param start  of the first that is made; black where it is outside
    private static Image alongRows(Image image, int length, int start, int made, Interpolation interpolation) {
        Image result = Image.black(made, image.height(), image.channels());
        for (int x = Math.max(0, -start); x < Math.min(made, length - start); x++) {
            Taps taps = Taps.of(interpolation, image.width(), length, start + x);
            for (int y = 0; y < image.height(); y++) {
                for (int channel = 0; channel < image.channels(); channel++) {
                    result.pixels()[(y * made + x) * image.channels() + channel] = taps.at(image, y, channel);
                }
            }
        }
        return result;
    }
}

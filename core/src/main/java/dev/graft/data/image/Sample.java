package dev.graft.data.image;

/// Which part of an image is resized to which size: all that a [Resampling] decides, before there are
/// pixels.
///
/// @param left      where the part begins, in pixels of the image
/// @param top       where the part begins, in pixels of the image
/// @param width     of the part
/// @param height    of the part
/// @param newWidth  what the part's width becomes
/// @param newHeight what the part's height becomes
public record Sample(int left, int top, int width, int height, int newWidth, int newHeight) {
    /// A smaller image still has to have so many pixels a side for each that is asked for. What is left to
    /// the antialiased resizing is then enough that it hides how the image became smaller.
    private static final long ENOUGH = 2;

    private static final int MOST = 8;

    /// By how much an image may be smaller a side, and its part still have at least twice the new size: 1, 2, 4 or 8.
    public int reduction() {
        int reduction = MOST;
        while (reduction > 1 && (width < ENOUGH * reduction * newWidth || height < ENOUGH * reduction * newHeight)) {
            reduction /= 2;
        }
        return reduction;
    }

    /// The same part of an image that is smaller, to whole pixels.
    ///
    /// @param reduction by how much it is smaller a side
    /// @param small     the smaller image
    public Sample reduced(int reduction, Image small) {
        int newLeft = Math.min(rounded(left, reduction), small.width() - 1);
        int newTop = Math.min(rounded(top, reduction), small.height() - 1);
        int right = Math.clamp(rounded(left + width, reduction), newLeft + 1, small.width());
        int bottom = Math.clamp(rounded(top + height, reduction), newTop + 1, small.height());
        return new Sample(newLeft, newTop, right - newLeft, bottom - newTop, newWidth, newHeight);
    }

    /// The part at its new size.
    public Image apply(Image image) {
        return Resize.to(image.crop(left, top, width, height), newWidth, newHeight);
    }

    private static int rounded(int pixels, int reduction) {
        return (pixels + reduction / 2) / reduction;
    }
}

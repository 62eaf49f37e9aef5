package dev.graft.data.image;

import java.util.List;

/// Which part of an image is resized to which size: all that a [Resampling] decides, before there are
/// pixels.
///
/// @param left      where the part begins, in pixels of the image
/// @param top       where the part begins, in pixels of the image
/// @param width     of the part
/// @param height    of the part
/// @param newWidth  what the part's width becomes
/// @param newHeight what the part's height becomes
/// @param interpolation how
/// @param border    colour around the image where the part reaches beyond it, one value a channel on the 0…1 scale;
///     empty where it does not
public record Sample(
        int left,
        int top,
        int width,
        int height,
        int newWidth,
        int newHeight,
        Interpolation interpolation,
        List<Double> border) {
    /// A smaller image still has to have so many pixels a side for each that is asked for. What is left to
    /// the antialiased resizing is then enough that it hides how the image became smaller.
    private static final long ENOUGH = 2;

    private static final int MOST = 8;

    public Sample {
        border = List.copyOf(border);
    }

    /// A part that lies inside the image, bilinear.
    public Sample(int left, int top, int width, int height, int newWidth, int newHeight) {
        this(left, top, width, height, newWidth, newHeight, Interpolation.BILINEAR, List.of());
    }

    /// The same with another interpolation.
    Sample by(Interpolation other) {
        return new Sample(left, top, width, height, newWidth, newHeight, other, border);
    }

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
        if (!border.isEmpty()) {
            int newLeft = rounded(left, reduction);
            int newTop = rounded(top, reduction);
            int newRight = rounded(left + width, reduction);
            int newBottom = rounded(top + height, reduction);
            return new Sample(
                    newLeft,
                    newTop,
                    newRight - newLeft,
                    newBottom - newTop,
                    newWidth,
                    newHeight,
                    interpolation,
                    border);
        }
        int newLeft = Math.min(rounded(left, reduction), small.width() - 1);
        int newTop = Math.min(rounded(top, reduction), small.height() - 1);
        int right = Math.clamp(rounded(left + width, reduction), newLeft + 1, small.width());
        int bottom = Math.clamp(rounded(top + height, reduction), newTop + 1, small.height());
        return new Sample(newLeft, newTop, right - newLeft, bottom - newTop, newWidth, newHeight).by(interpolation);
    }

    /// The part at its new size.
    public Image apply(Image image) {
        return border.isEmpty()
                ? Resize.to(image.crop(left, top, width, height), newWidth, newHeight, interpolation)
                : bordered(image);
    }

    /// A side along which the part lies inside the image is resized before there is a border: the whole square would
    /// have 20,000 times as many pixels as an image of 20,000 x 1.
    private Image bordered(Image image) {
        int fromX = Math.clamp(left, 0, image.width());
        int toX = Math.clamp(left + width, 0, image.width());
        int fromY = Math.clamp(top, 0, image.height());
        int toY = Math.clamp(top + height, 0, image.height());
        if (fromX == toX || fromY == toY) {
            return image.crop(image.width(), image.height(), newWidth, newHeight, border);
        }
        boolean insideX = toX - fromX == width;
        boolean insideY = toY - fromY == height;
        Image seen = Resize.to(
                image.crop(fromX, fromY, toX - fromX, toY - fromY),
                insideX ? newWidth : toX - fromX,
                insideY ? newHeight : toY - fromY,
                interpolation);
        Image framed = seen.crop(
                insideX ? 0 : left - fromX,
                insideY ? 0 : top - fromY,
                insideX ? newWidth : width,
                insideY ? newHeight : height,
                border);
        return Resize.to(framed, newWidth, newHeight, interpolation);
    }

    private static int rounded(int pixels, int reduction) {
        return Math.floorDiv(pixels + reduction / 2, reduction);
    }
}

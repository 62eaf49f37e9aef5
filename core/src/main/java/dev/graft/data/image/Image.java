package dev.graft.data.image;

import java.util.Arrays;

/// A decoded picture: 8 bits a channel, rows from the top, channels interleaved (`[height, width,
/// channels]`). 1 channel is grey, 3 are red-green-blue, 4 have alpha last.
public final class Image {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] pixels;

    private Image(int width, int height, int channels, byte[] pixels) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pixels = pixels;
    }

    /// A picture on `pixels`, which are not copied: do not write to them afterwards.
    ///
    /// @throws IllegalArgumentException if the sizes are not positive, or do not fit the array
    public static Image of(int width, int height, int channels, byte[] pixels) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3 && channels != 4)) {
            throw new IllegalArgumentException("image: expected a size above 0 and 1, 3 or 4 channels, found " + width
                    + "x" + height + " with " + channels);
        }
        if (pixels.length != (long) width * height * channels) {
            throw new IllegalArgumentException("image " + width + "x" + height + " with " + channels
                    + " channels: expected " + (long) width * height * channels + " bytes, found " + pixels.length);
        }
        return new Image(width, height, channels, pixels);
    }

    /// A black picture (transparent where there is alpha).
    public static Image black(int width, int height, int channels) {
        return of(width, height, channels, new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)]);
    }

    /// In pixels.
    public int width() {
        return width;
    }

    /// In pixels.
    public int height() {
        return height;
    }

    /// 1, 3 or 4.
    public int channels() {
        return channels;
    }

    /// The bytes themselves, not a copy: read only.
    public byte[] pixels() {
        return pixels;
    }

    /// The value of one channel, 0 to 255.
    public int at(int x, int y, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }

    /// The same picture with 1, 3 or 4 channels. Grey is ITU-R 601 as in Pillow's `L`; alpha is dropped,
    /// not blended, as Pillow's `convert("RGB")` does; new alpha is opaque.
    public Image toChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        Image result = black(width, height, wanted);
        byte[] to = result.pixels;
        for (int from = 0, at = 0; at < to.length; from += channels, at += wanted) {
            if (wanted == 1) {
                to[at] = (byte) Colors.luma(pixels, from);
                continue;
            }
            for (int c = 0; c < 3; c++) {
                to[at + c] = pixels[channels == 1 ? from : from + c];
            }
            if (wanted == 4) {
                to[at + 3] = (byte) 255;
            }
        }
        return result;
    }

    /// The rectangle whose upper left corner is (`left`, `top`). Where it reaches beyond the picture it
    /// is black.
    public Image crop(int left, int top, int cropWidth, int cropHeight) {
        if (left == 0 && top == 0 && cropWidth == width && cropHeight == height) {
            return this;
        }
        Image result = black(cropWidth, cropHeight, channels);
        int fromX = Math.max(0, left);
        int toX = Math.min(width, left + cropWidth);
        for (int y = Math.max(0, top); y < Math.min(height, top + cropHeight) && fromX < toX; y++) {
            System.arraycopy(
                    pixels,
                    (y * width + fromX) * channels,
                    result.pixels,
                    ((y - top) * cropWidth + fromX - left) * channels,
                    (toX - fromX) * channels);
        }
        return result;
    }

    /// Left becomes right.
    public Image flipHorizontally() {
        Image result = black(width, height, channels);
        for (int y = 0; y < height; y++) {
            int row = y * width * channels;
            for (int x = 0; x < width; x++) {
                int from = row + x * channels;
                int to = row + (width - 1 - x) * channels;
                for (int c = 0; c < channels; c++) {
                    result.pixels[to + c] = pixels[from + c];
                }
            }
        }
        return result;
    }

    /// Top becomes bottom.
    public Image flipVertically() {
        Image result = black(width, height, channels);
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * row, result.pixels, (height - 1 - y) * row, row);
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image
                && width == image.width
                && height == image.height
                && channels == image.channels
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels) * 31 + width;
    }

    @Override
    public String toString() {
        return width + "x" + height + (channels == 1 ? " grey" : channels == 3 ? " RGB" : " RGBA");
    }
}

package dev.graft.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoded image: 8 bits a channel, rows from the top, channels interleaved (`[height, width,
/// channels]`). 1 channel is grey, 3 are red-green-blue, 4 have alpha last.
///
/// A deep image is grey with more than 8 bits: it has one plane of levels from 0 to 255 with a fraction, which stands
/// for all its colours. Its [#pixels()] are those levels, rounded.
public final class Image {
    private static final byte[] NO_PIXELS = {};
    private static final double WHITE = 255;
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int height;
    private final int channels;
    private final byte[] pixels;
    private final float @Nullable [] levels;

    private Image(int width, int height, int channels, byte[] pixels, float @Nullable [] levels) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pixels = pixels;
        this.levels = levels;
    }

    /// An image on `pixels`, which are not copied: do not write to them afterwards.
    ///
    /// @throws IllegalArgumentException if the sizes are not positive, or do not fit the array
    public static Image of(int width, int height, int channels, byte[] pixels) {
        check(width, height, channels);
        if (pixels.length != (long) width * height * channels) {
            throw new IllegalArgumentException("image " + width + "x" + height + " with " + channels
                    + " channels: expected " + (long) width * height * channels + " bytes, found " + pixels.length);
        }
        return new Image(width, height, channels, pixels, null);
    }

    /// A deep grey image on `levels`, which are not copied: do not write to them afterwards.
    ///
    /// @param channels that it is taken for: all colours are alike, alpha is opaque
    /// @param levels   0 (black) to 255 (white), `[height, width]`
    /// @throws IllegalArgumentException if the sizes are not positive, or do not fit the array
    public static Image ofLevels(int width, int height, int channels, float[] levels) {
        check(width, height, channels);
        if (levels.length != (long) width * height) {
            throw new IllegalArgumentException("image " + width + "x" + height + ": expected " + (long) width * height
                    + " levels, found " + levels.length);
        }
        return new Image(width, height, channels, NO_PIXELS, levels);
    }

    private static void check(int width, int height, int channels) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3 && channels != 4)) {
            throw new IllegalArgumentException("image: expected a size above 0 and 1, 3 or 4 channels, found " + width
                    + "x" + height + " with " + channels);
        }
    }

    /// A black image (transparent where there is alpha).
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

    /// The bytes themselves, not a copy: read only. Those of a deep image are made anew.
    public byte[] pixels() {
        return levels == null ? pixels : rounded(levels);
    }

    /// Whether it has levels with a fraction, not bytes.
    public boolean isDeep() {
        return levels != null;
    }

    /// The levels of a deep image, 0 to 255, `[height, width]`; not a copy: read only.
    ///
    /// @throws IllegalStateException if it has bytes
    public float[] levels() {
        if (levels == null) {
            throw new IllegalStateException("image " + this + ": has 8 bits a channel, and no levels");
        }
        return levels;
    }

    /// Memory that it takes.
    public long bytes() {
        return levels == null ? pixels.length : (long) levels.length * Float.BYTES;
    }

    /// A deep image with other levels and as many channels.
    Image withLevels(int newWidth, int newHeight, float[] newLevels) {
        return ofLevels(newWidth, newHeight, channels, newLevels);
    }

    private byte[] rounded(float[] of) {
        byte[] bytes = new byte[Math.multiplyExact(of.length, channels)];
        Arrays.fill(bytes, (byte) 255); // alpha stays so
        for (int i = 0; i < of.length; i++) {
            for (int c = 0; c < Math.min(3, channels); c++) {
                bytes[i * channels + c] = (byte) Math.round(of[i]);
            }
        }
        return bytes;
    }

    /// The value of one channel, 0 to 255.
    public int at(int x, int y, int channel) {
        if (levels != null) {
            return channel == 3 ? 255 : Math.round(levels[y * width + x]);
        }
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }

    /// The same image with 1, 3 or 4 channels. Grey is ITU-R 601 as in Pillow's `L`; alpha is dropped,
    /// not blended, as Pillow's `convert("RGB")` does; new alpha is opaque.
    public Image toChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        if (levels != null) {
            return ofLevels(width, height, wanted, levels);
        }
        Image result = black(width, height, wanted);
        switch (wanted) {
            case 1 -> toGrey(result.pixels);
            case 3 -> toColor(result.pixels, 3);
            default -> {
                toColor(result.pixels, 4);
                for (int at = 3; at < result.pixels.length; at += 4) {
                    result.pixels[at] = (byte) 255;
                }
            }
        }
        return result;
    }

    private void toGrey(byte[] to) {
        for (int from = 0, at = 0; at < to.length; from += channels, at++) {
            to[at] = (byte) Colors.luma(pixels, from);
        }
    }

    private void toColor(byte[] to, int step) {
        int green = channels == 1 ? 0 : 1;
        int blue = channels == 1 ? 0 : 2;
        for (int from = 0, at = 0; at < to.length; from += channels, at += step) {
            to[at] = pixels[from];
            to[at + 1] = pixels[from + green];
            to[at + 2] = pixels[from + blue];
        }
    }

    /// The rectangle whose upper left corner is (`left`, `top`). Where it reaches beyond the image it
    /// is black.
    public Image crop(int left, int top, int cropWidth, int cropHeight) {
        if (left == 0 && top == 0 && cropWidth == width && cropHeight == height) {
            return this;
        }
        if (levels != null) {
            float[] part = new float[Math.multiplyExact(cropWidth, cropHeight)];
            copyPart(levels, part, 1, left, top, cropWidth, cropHeight);
            return withLevels(cropWidth, cropHeight, part);
        }
        Image result = black(cropWidth, cropHeight, channels);
        copyPart(pixels, result.pixels, channels, left, top, cropWidth, cropHeight);
        return result;
    }

    /// The same, of a colour where it reaches beyond the image.
    ///
    /// @param around one value a channel, on the 0…1 scale
    /// @throws IllegalArgumentException if the image has another number of channels
    public Image crop(int left, int top, int cropWidth, int cropHeight, List<Double> around) {
        if (around.size() != channels) {
            throw new IllegalArgumentException("crop: expected a colour of " + channels + " values around the " + this
                    + " image, found " + around);
        }
        if (left >= 0 && top >= 0 && left + cropWidth <= width && top + cropHeight <= height) {
            return crop(left, top, cropWidth, cropHeight);
        }
        if (levels != null) {
            float[] part = new float[Math.multiplyExact(cropWidth, cropHeight)];
            Arrays.fill(part, (float) (WHITE * grey(around)));
            copyPart(levels, part, 1, left, top, cropWidth, cropHeight);
            return withLevels(cropWidth, cropHeight, part);
        }
        Image result = black(cropWidth, cropHeight, channels);
        for (int c = 0; c < channels; c++) {
            byte value = (byte) Math.round(WHITE * around.get(c));
            for (int at = c; at < result.pixels.length; at += channels) {
                result.pixels[at] = value;
            }
        }
        copyPart(pixels, result.pixels, channels, left, top, cropWidth, cropHeight);
        return result;
    }

    /// Of the colours, without alpha.
    private static double grey(List<Double> color) {
        return color.stream()
                .limit(3)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private void copyPart(Object from, Object to, int step, int left, int top, int cropWidth, int cropHeight) {
        int fromX = Math.max(0, left);
        int toX = Math.min(width, left + cropWidth);
        for (int y = Math.max(0, top); y < Math.min(height, top + cropHeight) && fromX < toX; y++) {
            System.arraycopy(
                    from,
                    (y * width + fromX) * step,
                    to,
                    ((y - top) * cropWidth + fromX - left) * step,
                    (toX - fromX) * step);
        }
    }

    /// Left becomes right.
    public Image flipHorizontally() {
        if (levels != null) {
            float[] mirrored = new float[levels.length];
            for (int i = 0; i < mirrored.length; i++) {
                mirrored[i] = levels[i - i % width + width - 1 - i % width];
            }
            return withLevels(width, height, mirrored);
        }
        Image result = black(width, height, channels);
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            if (channels == 3) {
                mirror3(pixels, result.pixels, y * row, width);
            } else {
                mirror(pixels, result.pixels, y * row, width, channels);
            }
        }
        return result;
    }

    private static void mirror(byte[] from, byte[] to, int start, int width, int channels) {
        for (int x = 0; x < width; x++) {
            for (int c = 0; c < channels; c++) {
                to[start + x * channels + c] = from[start + (width - 1 - x) * channels + c];
            }
        }
    }

    /// Pixels go four bytes at a time: the fourth is the next one's, which overwrites it. The first and the last have
    /// no bytes to spare.
    private static void mirror3(byte[] from, byte[] to, int start, int width) {
        int end = start + (width - 1) * 3;
        for (int x = 1, at = start + 3, old = end - 3; x < width - 1; x++, at += 3, old -= 3) {
            FOUR.set(to, at, (int) FOUR.get(from, old));
        }
        for (int c = 0; c < 3; c++) {
            to[start + c] = from[end + c];
            to[end + c] = from[start + c];
        }
    }

    /// Top becomes bottom.
    public Image flipVertically() {
        if (levels != null) {
            float[] turned = new float[levels.length];
            for (int y = 0; y < height; y++) {
                System.arraycopy(levels, y * width, turned, (height - 1 - y) * width, width);
            }
            return withLevels(width, height, turned);
        }
        Image result = black(width, height, channels);
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * row, result.pixels, (height - 1 - y) * row, row);
        }
        return result;
    }

    /// Rows become columns.
    public Image transposed() {
        if (levels != null) {
            float[] turned = new float[levels.length];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    turned[x * height + y] = levels[y * width + x];
                }
            }
            return withLevels(height, width, turned);
        }
        Image result = black(height, width, channels);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        pixels, (y * width + x) * channels, result.pixels, (x * height + y) * channels, channels);
            }
        }
        return result;
    }

    /// Four bytes, the first one lowest: reading pixels one by one is several times slower.
    static int four(byte[] pixels, int at) {
        return (int) FOUR.get(pixels, at);
    }

    static void four(byte[] pixels, int at, int bytes) {
        FOUR.set(pixels, at, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image
                && width == image.width
                && height == image.height
                && channels == image.channels
                && Arrays.equals(pixels, image.pixels)
                && Arrays.equals(levels, image.levels);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(pixels) + Arrays.hashCode(levels)) * 31 + width;
    }

    @Override
    public String toString() {
        return width + "x" + height + (levels == null ? "" : " deep")
                + (channels == 1 ? " grey" : channels == 3 ? " RGB" : " RGBA");
    }
}

package dev.graft.data.image;

/// What a new pixel of a row or column is made of: neighbours in the old one, and their weights, which make 1.
final class Taps {
    private final int from;
    private final double[] weights;

    private Taps(int from, double[] weights) {
        this.from = from;
        this.weights = weights;
    }

    /// @param length    of the old row or column
    /// @param newLength of the new one
    /// @param index     of the pixel in the new one
    static Taps of(Interpolation interpolation, int length, int newLength, int index) {
        double scale = (double) length / newLength;
        double stretch = Math.max(1, scale);
        double reach = interpolation.reach() * stretch;
        double middle = (index + 0.5) * scale;
        int from = Math.max(0, (int) (middle - reach + 0.5));
        int end = Math.min(length, (int) (middle + reach + 0.5));
        double[] weights = new double[end - from];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = interpolation.weight(Math.abs((from + k - middle + 0.5) / stretch));
            sum += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return new Taps(from, weights);
    }

    /// Of every pixel of a row or column.
    private static Taps[] all(Interpolation interpolation, int length, int newLength) {
        Taps[] all = new Taps[newLength];
        for (int i = 0; i < newLength; i++) {
            all[i] = of(interpolation, length, newLength, i);
        }
        return all;
    }

    /// One plane of levels, as Pillow resizes its mode `F`: first along rows, then along columns. It runs on the
    /// calling thread alone. What overshoots black or white is cut off, as it is of bytes.
    static float[] resize(Image image, int newWidth, int newHeight, Interpolation interpolation) {
        float[] values = image.levels();
        int width = image.width();
        int height = image.height();
        Taps[] across = all(interpolation, width, newWidth);
        float[] rows = new float[Math.multiplyExact(height, newWidth)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < newWidth; x++) {
                rows[y * newWidth + x] = across[x].sum(values, y * width, 1);
            }
        }
        Taps[] down = all(interpolation, height, newHeight);
        float[] result = new float[Math.multiplyExact(newHeight, newWidth)];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                result[y * newWidth + x] = Math.clamp(down[y].sum(rows, x, newWidth), 0f, 255f);
            }
        }
        return result;
    }

    private float sum(float[] values, int start, int step) {
        double sum = 0;
        for (int k = 0, at = start + from * step; k < weights.length; k++, at += step) {
            sum += weights[k] * values[at];
        }
        return (float) sum;
    }

    /// The pixel's value of one channel in a row of bytes.
    byte at(Image image, int y, int channel) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * image.at(from + k, y, channel);
        }
        return (byte) Math.clamp(Math.round(sum), 0, 255);
    }
}

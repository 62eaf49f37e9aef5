package dev.graft.data.image;

/// Pillow's `BILINEAR` with antialiasing on one plane of numbers (its mode `F`): a triangle as wide as the step from
/// one new pixel to the next, first along rows, then along columns. It runs on the calling thread alone.
final class Bilinear {
    private final int from;
    private final double[] weights;

    private Bilinear(int from, double[] weights) {
        this.from = from;
        this.weights = weights;
    }

    static float[] resize(float[] values, int width, int height, int newWidth, int newHeight) {
        Bilinear[] across = of(width, newWidth);
        float[] rows = new float[Math.multiplyExact(height, newWidth)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < newWidth; x++) {
                rows[y * newWidth + x] = across[x].sum(values, y * width, 1);
            }
        }
        Bilinear[] down = of(height, newHeight);
        float[] result = new float[Math.multiplyExact(newHeight, newWidth)];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                result[y * newWidth + x] = down[y].sum(rows, x, newWidth);
            }
        }
        return result;
    }

    /// What each new pixel of a row or column is made of.
    private static Bilinear[] of(int length, int newLength) {
        double scale = (double) length / newLength;
        double reach = Math.max(1, scale);
        Bilinear[] all = new Bilinear[newLength];
        for (int i = 0; i < newLength; i++) {
            double middle = (i + 0.5) * scale;
            int first = Math.max(0, (int) (middle - reach + 0.5));
            int end = Math.min(length, (int) (middle + reach + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = Math.max(0, 1 - Math.abs((first + k - middle + 0.5) / reach));
                sum += weights[k];
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= sum;
            }
            all[i] = new Bilinear(first, weights);
        }
        return all;
    }

    private float sum(float[] values, int start, int step) {
        double sum = 0;
        for (int k = 0, at = start + from * step; k < weights.length; k++, at += step) {
            sum += weights[k] * values[at];
        }
        return (float) sum;
    }
}

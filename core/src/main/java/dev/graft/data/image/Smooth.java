package dev.graft.data.image;

/// Pillow's `ImageFilter.SMOOTH`: a 3x3 mean with the middle counted five times; the border stays.
final class Smooth {
    private static final float MIDDLE = 5f / 13;
    private static final float OTHER = 1f / 13;

    private Smooth() {}

    static byte[] apply(Image image) {
        byte[] from = image.pixels();
        byte[] to = from.clone();
        int step = image.channels();
        int row = image.width() * step;
        for (int y = 1; y < image.height() - 1; y++) {
            for (int at = y * row + step; at < (y + 1) * row - step; at++) {
                float sum = 0.5f;
                sum += three(from, at + row, step, OTHER);
                sum += three(from, at, step, MIDDLE);
                sum += three(from, at - row, step, OTHER);
                to[at] = (byte) Math.min(255, (int) sum);
            }
        }
        return to;
    }

    private static float three(byte[] from, int at, int step, float middle) {
        return (from[at - step] & 0xff) * OTHER + (from[at] & 0xff) * middle + (from[at + step] & 0xff) * OTHER;
    }
}

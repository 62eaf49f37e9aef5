package dev.graft.train;

/// The rectangle that CutMix takes from the other image: columns `x1` up to, not including, `x2`, rows likewise.
record CutBox(int x1, int y1, int x2, int y2) {

    /// A rectangle of about `1 - lambda` of an image around a pixel, cut off at the image's edges.
    ///
    /// @param lambda share of the image that stays, in 0…1
    static CutBox around(int x, int y, double lambda, int width, int height) {
        double half = 0.5 * Math.sqrt(1 - lambda);
        int halfWidth = (int) (half * width);
        int halfHeight = (int) (half * height);
        return new CutBox(
                Math.max(x - halfWidth, 0),
                Math.max(y - halfHeight, 0),
                Math.min(x + halfWidth, width),
                Math.min(y + halfHeight, height));
    }

    /// The share of an image outside the rectangle.
    double outside(long width, long height) {
        return 1.0 - (double) ((x2 - x1) * (y2 - y1)) / (width * height);
    }
}

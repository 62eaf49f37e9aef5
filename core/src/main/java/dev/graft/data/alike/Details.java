package dev.graft.data.alike;

import dev.graft.data.Thumbnail;

/// What is to be seen in a part of an image beside its light and shade, as a vector of length 1: two are compared by
/// their product. Saving again, a smaller size and another brightness hardly change it; the same scene on another day
/// does.
///
/// @param side  places in a row and in a column
/// @param sigma of the Gaussian whose blur is taken away, in places
record Details(int side, double sigma) {
    /// Of all pairs, to find those that are worth a closer look.
    static final Details COARSE = new Details(32, 3);

    /// Of one pair.
    static final Details FINE = new Details(48, 5);

    private static final int REACH = 4; // deviations
    private static final double NOTHING = 1e-3; // of a level: what rounding leaves of a colour

    /// @return `side * side` numbers; all 0 where there is one colour
    float[] of(Thumbnail image, Box box) {
        double[] seen = sampled(image, box);
        double[] blurred = blurred(seen);
        double mean = 0;
        for (int i = 0; i < seen.length; i++) {
            seen[i] -= blurred[i];
            mean += seen[i] / seen.length;
        }
        double square = 0;
        for (int i = 0; i < seen.length; i++) {
            seen[i] -= mean;
            square += seen[i] * seen[i];
        }
        float[] details = new float[seen.length];
        if (square > NOTHING * NOTHING * seen.length) {
            for (int i = 0; i < seen.length; i++) {
                details[i] = (float) (seen[i] / Math.sqrt(square));
            }
        }
        return details;
    }

    /// Each place the mean of four, which are interpolated.
    private double[] sampled(Thumbnail image, Box box) {
        double[] x = places(box.left(), box.right());
        double[] y = places(box.top(), box.bottom());
        double[] seen = new double[side * side];
        for (int row = 0; row < y.length; row++) {
            for (int column = 0; column < x.length; column++) {
                seen[row / 2 * side + column / 2] += interpolated(image, x[column], y[row]) / 4;
            }
        }
        return seen;
    }

    /// Two for each place, in the middles of its halves.
    private double[] places(double from, double to) {
        double[] places = new double[2 * side];
        for (int i = 0; i < places.length; i++) {
            double share = from + (i + 0.5) / places.length * (to - from);
            places[i] = Math.clamp(share * Thumbnail.SIDE - 0.5, 0, Thumbnail.SIDE - 1);
        }
        return places;
    }

    private static double interpolated(Thumbnail image, double x, double y) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, Thumbnail.SIDE - 1);
        int bottom = Math.min(top + 1, Thumbnail.SIDE - 1);
        double across = x - left;
        double down = y - top;
        double above = image.at(left, top) * (1 - across) + image.at(right, top) * across;
        double below = image.at(left, bottom) * (1 - across) + image.at(right, bottom) * across;
        return above * (1 - down) + below * down;
    }

    private double[] blurred(double[] seen) {
        double[] weights = weights();
        return alongRows(alongRows(seen, weights), weights);
    }

    /// Blurs along the rows, and turns: twice is the blur both ways.
    private double[] alongRows(double[] seen, double[] weights) {
        int reach = weights.length / 2;
        double[] turned = new double[seen.length];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    sum += weights[i + reach] * seen[row * side + mirrored(column + i)];
                }
                turned[column * side + row] = sum;
            }
        }
        return turned;
    }

    private int mirrored(int place) {
        int at = Math.floorMod(place, 2 * side);
        return at < side ? at : 2 * side - 1 - at;
    }

    private double[] weights() {
        int reach = (int) (REACH * sigma + 0.5);
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    static double likeness(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
        }
        return product;
    }
}

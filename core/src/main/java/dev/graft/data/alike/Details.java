package dev.graft.data.alike;

import dev.graft.data.Thumbnail;

/// What is to be seen in a part of an image beside its light and shade, as a vector of length 1: two are compared by
/// their product. Saving again, a smaller size and another brightness hardly change it; the same scene on another day
/// does.
final class Details {
    /// Of all pairs, to find those that are worth a closer look.
    static final Details COARSE = new Details(32, 3);

    /// Of one pair.
    static final Details FINE = new Details(48, 5);

    private static final int REACH = 4; // deviations
    private static final double NOTHING = 1e-3; // of a level: what rounding leaves of a colour

    private final int side;
    private final double[][] blur;
    private final double[][] turnedBlur;

    /// @param side  places in a row and in a column
    /// @param sigma of the Gaussian whose blur is taken away, in places
    private Details(int side, double sigma) {
        this.side = side;
        this.blur = blur(side, sigma);
        this.turnedBlur = turned(blur);
    }

    int side() {
        return side;
    }

    /// @return `side * side` numbers; all 0 where there is one colour
    float[] of(Thumbnail image, Box box) {
        double[][] seen = sampled(image, box);
        double[][] blurred = product(product(blur, seen), turnedBlur);
        double mean = 0;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                seen[row][column] -= blurred[row][column];
                mean += seen[row][column] / (side * side);
            }
        }
        double square = 0;
        for (double[] row : seen) {
            for (int column = 0; column < side; column++) {
                row[column] -= mean;
                square += row[column] * row[column];
            }
        }
        float[] details = new float[side * side];
        if (square > NOTHING * NOTHING * details.length) {
            double length = Math.sqrt(square);
            for (int i = 0; i < details.length; i++) {
                details[i] = (float) (seen[i / side][i % side] / length);
            }
        }
        return details;
    }

    /// Each place the mean of four, which are interpolated: down the columns first, then along the rows.
    private double[][] sampled(Thumbnail image, Box box) {
        double[] across = places(box.left(), box.right());
        double[] down = places(box.top(), box.bottom());
        double[][] seen = new double[side][side];
        double[] row = new double[Thumbnail.SIDE];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (interpolated(image, x, down[2 * y]) + interpolated(image, x, down[2 * y + 1])) / 2;
            }
            for (int x = 0; x < side; x++) {
                seen[y][x] = (interpolated(row, across[2 * x]) + interpolated(row, across[2 * x + 1])) / 2;
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

    /// Between two rows of an image.
    private static double interpolated(Thumbnail image, int x, double y) {
        int top = (int) y;
        int bottom = Math.min(top + 1, Thumbnail.SIDE - 1);
        return image.at(x, top) * (1 - (y - top)) + image.at(x, bottom) * (y - top);
    }

    private static double interpolated(double[] row, double x) {
        int left = (int) x;
        int right = Math.min(left + 1, row.length - 1);
        return row[left] * (1 - (x - left)) + row[right] * (x - left);
    }

    /// What a place of a row gets from each place of it, a row of the matrix each; the row is mirrored at its ends.
    private static double[][] blur(int side, double sigma) {
        int reach = (int) (REACH * sigma + 0.5);
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            sum += Math.exp(-i * i / (2 * sigma * sigma));
        }
        double[][] blur = new double[side][side];
        for (int to = 0; to < side; to++) {
            for (int i = -reach; i <= reach; i++) {
                blur[to][mirrored(to + i, side)] += Math.exp(-i * i / (2 * sigma * sigma)) / sum;
            }
        }
        return blur;
    }

    private static int mirrored(int place, int side) {
        int at = Math.floorMod(place, 2 * side);
        return at < side ? at : 2 * side - 1 - at;
    }

    private static double[][] turned(double[][] matrix) {
        double[][] turned = new double[matrix.length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix.length; column++) {
                turned[column][row] = matrix[row][column];
            }
        }
        return turned;
    }

    /// Of two square matrices; the inner loop is one that Java computes several steps of at once.
    private static double[][] product(double[][] one, double[][] other) {
        int side = one.length;
        double[][] product = new double[side][side];
        for (int row = 0; row < side; row++) {
            double[] sums = product[row];
            for (int k = 0; k < side; k++) {
                double weight = one[row][k];
                double[] values = other[k];
                for (int column = 0; column < side; column++) {
                    sums[column] += weight * values[column];
                }
            }
        }
        return product;
    }

    static double likeness(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
        }
        return product;
    }
}

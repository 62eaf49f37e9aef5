package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How far vectors are from those that are nearest to them: what lies in a crowd is near to some, a stray is near to
/// none.
public final class NearestDistance {
    /// With so many others each is compared; more would only take longer.
    private static final int MOST = 1000;

    private NearestDistance() {}

    /// The mean distance of each vector to the nearest others. Vectors are compared by their directions: it is the
    /// length of the difference of what they are at length 1, 0 to 2. Of many, each is compared with 1,000 that are
    /// spread over all.
    ///
    /// @param vectors at least two, of one length
    /// @param nearest how many the mean is over; all others where there are fewer
    public static double[] mean(List<float[]> vectors, int nearest) {
        if (vectors.size() < 2) {
            throw new IllegalArgumentException("nearest: expected at least two vectors, found " + vectors.size());
        }
        float[][] directions = vectors.stream().map(NearestDistance::direction).toArray(float[][]::new);
        int some = Math.min(MOST, directions.length);
        int[] others = IntStream.range(0, some)
                .map(i -> (int) ((long) i * directions.length / some))
                .toArray();
        return IntStream.range(0, directions.length)
                .parallel()
                .mapToDouble(one -> mean(directions, one, others, nearest))
                .toArray();
    }

    private static double mean(float[][] directions, int one, int[] others, int nearest) {
        double[] distances = Arrays.stream(others)
                .filter(other -> other != one)
                .mapToDouble(other -> distance(directions[one], directions[other]))
                .sorted()
                .limit(nearest)
                .toArray();
        return Arrays.stream(distances).average().orElse(0);
    }

    private static double distance(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            float difference = one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static float[] direction(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double length = Math.sqrt(square);
        float[] direction = new float[vector.length];
        for (int i = 0; i < vector.length && length > 0; i++) {
            direction[i] = (float) (vector[i] / length);
        }
        return direction;
    }
}

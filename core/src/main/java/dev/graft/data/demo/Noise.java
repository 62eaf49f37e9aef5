package dev.graft.data.demo;

/// Smooth random values over the plane ("value noise"), decided by a seed.
final class Noise {
    private final long seed;

    Noise(long seed) {
        this.seed = seed;
    }

    /// -1 to 1, changing over a distance of about 1.
    double at(double x, double y) {
        long left = (long) Math.floor(x);
        long top = (long) Math.floor(y);
        double right = ease(x - left);
        double down = ease(y - top);
        double above = mix(corner(left, top), corner(left + 1, top), right);
        double below = mix(corner(left, top + 1), corner(left + 1, top + 1), right);
        return mix(above, below, down);
    }

    /// -1 to 1, of several scales: each octave half as large and half as strong.
    double octaves(double x, double y, int count) {
        double sum = 0;
        double weight = 0.5;
        double scale = 1;
        for (int octave = 0; octave < count; octave++, weight /= 2, scale *= 2) {
            sum += weight * at(x * scale + 17.3 * octave, y * scale - 9.1 * octave);
        }
        return sum;
    }

    private double corner(long x, long y) {
        long z = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >> 11) * 0x1.0p-52;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}

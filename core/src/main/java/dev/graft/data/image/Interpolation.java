package dev.graft.data.image;

/// What lies between pixels when an image is resized, as Pillow's filters of these names. Where an image becomes
/// smaller, they are as much wider, which is antialiasing.
public enum Interpolation {
    /// Straight lines from one pixel to the next.
    BILINEAR(1),
    /// Cubic curves through four pixels (Keys 1981, a = -0.5), which keep edges sharper.
    BICUBIC(2);

    private static final double A = -0.5;

    private final int reach;

    Interpolation(int reach) {
        this.reach = reach;
    }

    /// How far a pixel has weight, in pixels of the larger of the two images.
    int reach() {
        return reach;
    }

    /// The weight of a pixel, before all are divided by their sum.
    ///
    /// @param distance in pixels, at least 0
    double weight(double distance) {
        double x = distance;
        return switch (this) {
            case BILINEAR -> Math.max(0, 1 - x);
            case BICUBIC -> {
                if (x >= reach) {
                    yield 0;
                }
                yield x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * A;
            }
        };
    }
}

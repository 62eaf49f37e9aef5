package dev.graft.data.image;

/// Moves pixels by an affine map, nearest neighbour, black where the picture ends. Same pixels as
/// Pillow 9.4's `Image.rotate` and `Image.transform(AFFINE)`.
///
/// The map goes from the new picture to the old one: x' = a x + b y + c, y' = d x + e y + f.
record Affine(double a, double b, double c, double d, double e, double f) {
    private static final double ONE = 65536;

    /// Counter-clockwise around the middle.
    static Image rotate(Image image, double degrees) {
        double turn = degrees % 360;
        turn = turn < 0 ? turn + 360 : turn;
        boolean square = image.width() == image.height();
        if (turn == 0) {
            return image;
        } else if (turn == 180) {
            return image.flipHorizontally().flipVertically();
        } else if (square && (turn == 90 || turn == 270)) {
            return quarterTurn(image, turn == 90);
        }
        double angle = -Math.toRadians(turn);
        double cos = round15(Math.cos(angle));
        double sin = round15(Math.sin(angle));
        double x = image.width() / 2.0;
        double y = image.height() / 2.0;
        return new Affine(cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y).apply(image);
    }

    /// Slants along x and along y, by the tangent of an angle, around the upper left corner.
    static Image shear(Image image, double alongX, double alongY) {
        double slantX = Math.atan(alongX);
        double slantY = Math.atan(alongY);
        // torchvision's inverse of rotation(0) * shear
        double a = Math.cos(-slantY) / Math.cos(slantY);
        double b = -Math.cos(-slantY) * Math.tan(slantX) / Math.cos(slantY);
        double c = Math.sin(-slantY) / Math.cos(slantY);
        double d = -Math.sin(-slantY) * Math.tan(slantX) / Math.cos(slantY) + 1;
        return new Affine(d, -b, 0, -c, a, 0).apply(image);
    }

    /// To the right and down.
    static Image translate(Image image, int right, int down) {
        return image.crop(-right, -down, image.width(), image.height());
    }

    Image apply(Image image) {
        // Pillow counts in 16.16 fixed point from the middle of the first pixel
        long stepXx = fixed(a);
        long stepYx = fixed(b);
        long stepXy = fixed(d);
        long stepYy = fixed(e);
        long rowX = fixed(c + a * 0.5 + b * 0.5);
        long rowY = fixed(f + d * 0.5 + e * 0.5);
        int channels = image.channels();
        Image result = Image.black(image.width(), image.height(), channels);
        byte[] from = image.pixels();
        byte[] to = result.pixels();
        for (int y = 0, at = 0; y < image.height(); y++, rowX += stepYx, rowY += stepYy) {
            long xx = rowX;
            long yy = rowY;
            for (int x = 0; x < image.width(); x++, xx += stepXx, yy += stepXy, at += channels) {
                long oldX = xx >> 16;
                long oldY = yy >> 16;
                if (oldX >= 0 && oldX < image.width() && oldY >= 0 && oldY < image.height()) {
                    int pixel = ((int) oldY * image.width() + (int) oldX) * channels;
                    for (int channel = 0; channel < channels; channel++) {
                        to[at + channel] = from[pixel + channel];
                    }
                }
            }
        }
        return result;
    }

    private static Image quarterTurn(Image image, boolean counterClockwise) {
        int side = image.width();
        int channels = image.channels();
        Image result = Image.black(side, side, channels);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int fromX = counterClockwise ? side - 1 - y : y;
                int fromY = counterClockwise ? x : side - 1 - x;
                System.arraycopy(
                        image.pixels(),
                        (fromY * side + fromX) * channels,
                        result.pixels(),
                        (y * side + x) * channels,
                        channels);
            }
        }
        return result;
    }

    private static long fixed(double value) {
        return (long) Math.floor(value * ONE + 0.5);
    }

    /// Pillow rounds sines to 15 digits, so that a right angle is exact.
    private static double round15(double value) {
        return Math.rint(value * 1e15) / 1e15;
    }
}

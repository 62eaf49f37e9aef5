package dev.graft.data.image;

/// Moves pixels by an affine map, nearest neighbour, black where the image ends. Same pixels as
/// Pillow 9.4's `Image.rotate` and `Image.transform(AFFINE)`.
///
/// The map goes from the new image to the old one: x' = a x + b y + c, y' = d x + e y + f.
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
        boolean deep = image.isDeep();
        float[] levels = new float[deep ? image.width() * image.height() : 0];
        Image result = deep
                ? image.withLevels(image.width(), image.height(), levels)
                : Image.black(image.width(), image.height(), image.channels());
        for (int y = 0; y < image.height(); y++, rowX += stepYx, rowY += stepYy) {
            Span across = Span.inside(rowX, stepXx, image.width(), image.width());
            Span down = Span.inside(rowY, stepXy, image.height(), image.width());
            if (deep) {
                row(image, levels, y, across.and(down), rowX, stepXx, rowY, stepXy);
            } else {
                row(image, result.pixels(), y, across.and(down), rowX, stepXx, rowY, stepXy);
            }
        }
        return result;
    }

    /// The new pixels of a row, from `from` to before `to`, whose old place is in the image.
    private record Span(int from, int to) {
        /// Where `0 <= start + i * step < length`, in 16.16 fixed point, for an i below `count`.
        static Span inside(long start, long step, int length, int count) {
            long last = ((long) length << 16) - 1;
            if (step == 0) {
                return start >= 0 && start <= last ? new Span(0, count) : new Span(0, 0);
            }
            long first = step > 0 ? Math.ceilDiv(-start, step) : Math.ceilDiv(last - start, step);
            long end = step > 0 ? Math.floorDiv(last - start, step) : Math.floorDiv(-start, step);
            return new Span((int) Math.clamp(first, 0, count), (int) Math.clamp(end + 1, 0, count));
        }

        Span and(Span other) {
            return new Span(Math.max(from, other.from), Math.min(to, other.to));
        }
    }

    private static void row(Image image, float[] to, int y, Span span, long rowX, long stepX, long rowY, long stepY) {
        float[] from = image.levels();
        int width = image.width();
        long xx = rowX + span.from() * stepX;
        long yy = rowY + span.from() * stepY;
        for (int at = y * width + span.from(); at < y * width + span.to(); at++, xx += stepX, yy += stepY) {
            to[at] = from[(int) (yy >> 16) * width + (int) (xx >> 16)];
        }
    }

    private static void row(Image image, byte[] to, int y, Span span, long rowX, long stepX, long rowY, long stepY) {
        byte[] from = image.pixels();
        int width = image.width();
        int channels = image.channels();
        long xx = rowX + span.from() * stepX;
        long yy = rowY + span.from() * stepY;
        int x = span.from();
        int at = (y * width + x) * channels;
        if (channels == 3 && from.length >= 4) {
            int last = from.length - 4;
            for (; x < span.to() - 1; x++, xx += stepX, yy += stepY, at += 3) {
                int pixel = ((int) (yy >> 16) * width + (int) (xx >> 16)) * 3;
                int place = Math.min(pixel, last);
                // the fourth byte is the next pixel's, which overwrites it
                Image.four(to, at, Image.four(from, place) >>> (pixel - place) * 8);
            }
        }
        for (; x < span.to(); x++, xx += stepX, yy += stepY, at += channels) {
            int pixel = ((int) (yy >> 16) * width + (int) (xx >> 16)) * channels;
            for (int channel = 0; channel < channels; channel++) {
                to[at + channel] = from[pixel + channel];
            }
        }
    }

    private static Image quarterTurn(Image image, boolean counterClockwise) {
        int side = image.width();
        int channels = image.channels();
        if (image.isDeep()) {
            return (counterClockwise ? new Affine(0, -1, side, 1, 0, 0) : new Affine(0, 1, 0, -1, 0, side))
                    .apply(image);
        }
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

package dev.graft.data.image;

/// Pillow 9.4's ways to change colours (`ImageEnhance`, HSV). Alpha stays as it is.
final class Colors {
    private Colors() {}

    /// ITU-R 601 luma in 16-bit fixed point, as Pillow's `convert("L")`.
    static int luma(byte[] rgb, int at) {
        return ((rgb[at] & 0xff) * 19595 + (rgb[at + 1] & 0xff) * 38470 + (rgb[at + 2] & 0xff) * 7471 + 0x8000) >> 16;
    }

    /// 0 is black, 1 the image itself.
    static Image brightness(Image image, float factor) {
        if (image.isDeep()) {
            return Levels.map(image, level -> Levels.blend(0, level, factor));
        }
        return Tones.map(image, table(0, factor));
    }

    /// 0 is the mean grey, 1 the image itself.
    static Image contrast(Image image, float factor) {
        if (image.isDeep()) {
            return Levels.contrast(image, factor);
        }
        byte[] grey = image.toChannels(1).pixels();
        long sum = 0;
        for (byte value : grey) {
            sum += value & 0xff;
        }
        return Tones.map(image, table((int) ((double) sum / grey.length + 0.5), factor));
    }

    /// 0 is grey, 1 the image itself.
    static Image saturation(Image image, float factor) {
        int channels = image.channels();
        if (channels == 1 || image.isDeep()) {
            return image;
        }
        byte[] from = image.pixels();
        byte[] to = from.clone(); // alpha stays
        for (int at = 0; at < to.length; at += channels) {
            int grey = luma(from, at);
            to[at] = blend(grey, from[at], factor);
            to[at + 1] = blend(grey, from[at + 1], factor);
            to[at + 2] = blend(grey, from[at + 2], factor);
        }
        return Image.of(image.width(), image.height(), channels, to);
    }

    /// 0 is smoothed, 1 the image itself.
    static Image sharpness(Image image, float factor) {
        if (image.isDeep()) {
            return Levels.sharpness(image, factor);
        }
        byte[] from = image.pixels();
        byte[] to = Smooth.apply(image);
        for (int at = 0; at < to.length; at++) {
            to[at] = blend(to[at] & 0xff, from[at], factor);
        }
        for (int alpha = 3; image.channels() == 4 && alpha < to.length; alpha += 4) {
            to[alpha] = from[alpha];
        }
        return Image.of(image.width(), image.height(), image.channels(), to);
    }

    /// Turns the hue by `turn` of the whole circle, -0.5 to 0.5.
    static Image hue(Image image, double turn) {
        int channels = image.channels();
        if (channels == 1 || image.isDeep()) {
            return image;
        }
        int shift = (int) (turn * 255);
        Image result =
                Image.of(image.width(), image.height(), channels, image.pixels().clone());
        for (int at = 0; at < result.pixels().length; at += channels) {
            Hsv.shift(result.pixels(), at, shift);
        }
        return result;
    }

    private static byte[] table(int base, float factor) {
        byte[] table = new byte[256];
        for (int value = 0; value < 256; value++) {
            table[value] = blend(base, (byte) value, factor);
        }
        return table;
    }

    /// @param base the value at factor 0
    private static byte blend(int base, byte original, float factor) {
        float value = base + factor * ((original & 0xff) - base);
        return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
    }
}

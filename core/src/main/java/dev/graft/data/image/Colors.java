package dev.graft.data.image;

/// Pillow 9.4's ways to change colours (`ImageEnhance`, HSV). Alpha stays as it is.
final class Colors {
    private Colors() {}

    /// ITU-R 601 luma in 16-bit fixed point, as Pillow's `convert("L")`.
    static int luma(byte[] rgb, int at) {
        return ((rgb[at] & 0xff) * 19595 + (rgb[at + 1] & 0xff) * 38470 + (rgb[at + 2] & 0xff) * 7471 + 0x8000) >> 16;
    }

    /// 0 is black, 1 the picture itself.
    static Image brightness(Image image, float factor) {
        return blend(image, factor, at -> 0);
    }

    /// 0 is the mean grey, 1 the picture itself.
    static Image contrast(Image image, float factor) {
        byte[] grey = image.toChannels(1).pixels();
        long sum = 0;
        for (byte value : grey) {
            sum += value & 0xff;
        }
        int mean = (int) ((double) sum / grey.length + 0.5);
        return blend(image, factor, at -> mean);
    }

    /// 0 is grey, 1 the picture itself.
    static Image saturation(Image image, float factor) {
        int channels = image.channels();
        if (channels == 1) {
            return image;
        }
        byte[] pixels = image.pixels();
        return blend(image, factor, at -> luma(pixels, at - at % channels));
    }

    /// 0 is smoothed, 1 the picture itself.
    static Image sharpness(Image image, float factor) {
        byte[] smooth = Smooth.apply(image);
        return blend(image, factor, at -> smooth[at] & 0xff);
    }

    /// Turns the hue by `turn` of the whole circle, -0.5 to 0.5.
    static Image hue(Image image, double turn) {
        int channels = image.channels();
        if (channels == 1) {
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

    /// Where the picture at factor 0 has its value; `at` is an index into the pixels.
    private interface Degenerate {
        int at(int at);
    }

    private static Image blend(Image image, float factor, Degenerate degenerate) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        int channels = image.channels();
        for (int at = 0; at < from.length; at++) {
            if (channels == 4 && at % 4 == 3) {
                to[at] = from[at];
                continue;
            }
            int base = degenerate.at(at);
            float value = base + factor * ((from[at] & 0xff) - base);
            to[at] = (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
        }
        return Image.of(image.width(), image.height(), channels, to);
    }
}

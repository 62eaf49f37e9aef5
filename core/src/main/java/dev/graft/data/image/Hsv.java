package dev.graft.data.image;

/// Pillow's RGB to HSV and back, with its 8-bit hue in between.
final class Hsv {
    private Hsv() {}

    /// Turns the hue of one pixel by `shift` of 256 steps.
    static void shift(byte[] rgb, int at, int shift) {
        int r = rgb[at] & 0xff;
        int g = rgb[at + 1] & 0xff;
        int b = rgb[at + 2] & 0xff;
        int max = Math.max(r, Math.max(g, b));
        int min = Math.min(r, Math.min(g, b));
        int saturation = max == min ? 0 : clip((int) (((float) (max - min) / max) * 255.0));
        int hue = (max == min ? 0 : hue(r, g, b, max, max - min)) + shift & 0xff;
        write(rgb, at, hue, saturation, max);
    }

    private static int hue(int r, int g, int b, int max, float range) {
        float rc = (max - r) / range;
        float gc = (max - g) / range;
        float bc = (max - b) / range;
        float sixth;
        if (r == max) {
            sixth = bc - gc;
        } else if (g == max) {
            sixth = (float) (2.0 + rc - bc);
        } else {
            sixth = (float) (4.0 + gc - rc);
        }
        float turn = (float) ((sixth / 6.0 + 1.0) % 1.0);
        return clip((int) (turn * 255.0));
    }

    private static void write(byte[] rgb, int at, int hue, int saturation, int value) {
        if (saturation == 0) {
            set(rgb, at, value, value, value);
            return;
        }
        float sixth = (float) (hue * 6.0 / 255.0);
        float share = (float) (saturation / 255.0);
        int sector = (int) Math.floor(sixth);
        float part = sixth - sector;
        int p = round(value * (1.0 - share));
        int q = round(value * (1.0 - share * part));
        int t = round(value * (1.0 - share * (1.0 - part)));
        switch (sector % 6) {
            case 0 -> set(rgb, at, value, t, p);
            case 1 -> set(rgb, at, q, value, p);
            case 2 -> set(rgb, at, p, value, t);
            case 3 -> set(rgb, at, p, q, value);
            case 4 -> set(rgb, at, t, p, value);
            default -> set(rgb, at, value, p, q);
        }
    }

    private static void set(byte[] rgb, int at, int r, int g, int b) {
        rgb[at] = (byte) r;
        rgb[at + 1] = (byte) g;
        rgb[at + 2] = (byte) b;
    }

    private static int round(double value) {
        return clip((int) Math.floor(value + 0.5));
    }

    private static int clip(int value) {
        return Math.clamp(value, 0, 255);
    }
}

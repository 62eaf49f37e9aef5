package dev.graft.data.demo;

import dev.graft.data.image.Image;

/// A square image while it is being drawn: how much light each point sends back, and its tint.
/// Coordinates go from 0 to 1, whatever the number of pixels.
final class Canvas {
    private final int size;
    private final float[] light;
    private final float[] warmth;

    Canvas(int size) {
        this.size = size;
        this.light = new float[size * size];
        this.warmth = new float[size * size];
    }

    /// Something that has a value at each point.
    @FunctionalInterface
    interface Field {
        double at(double x, double y);
    }

    int size() {
        return size;
    }

    void fill(Field brightness) {
        each((i, x, y) -> light[i] = (float) brightness.at(x, y));
    }

    void multiply(Field factor) {
        each((i, x, y) -> light[i] *= (float) factor.at(x, y));
    }

    void add(Field more) {
        each((i, x, y) -> light[i] += (float) more.at(x, y));
    }

    /// Positive is rust, negative is steel blue.
    void tint(Field more) {
        each((i, x, y) -> warmth[i] += (float) more.at(x, y));
    }

    /// As a camera would deliver it.
    Image develop() {
        byte[] pixels = new byte[size * size * 3];
        for (int i = 0; i < light.length; i++) {
            pixels[i * 3] = exposed(light[i] * (1 + warmth[i]));
            pixels[i * 3 + 1] = exposed(light[i] * (1 + warmth[i] * 0.25));
            pixels[i * 3 + 2] = exposed(light[i] * (1 - warmth[i]));
        }
        return Image.of(size, size, 3, pixels);
    }

    private static byte exposed(double value) {
        return (byte) Math.clamp(Math.round(value * 255), 0, 255);
    }

    private interface Pixel {
        void at(int index, double x, double y);
    }

    private void each(Pixel pixel) {
        for (int row = 0, i = 0; row < size; row++) {
            double y = (row + 0.5) / size;
            for (int column = 0; column < size; column++, i++) {
                pixel.at(i, (column + 0.5) / size, y);
            }
        }
    }
}

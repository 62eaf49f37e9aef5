package dev.graft.data.demo;

import java.util.SplittableRandom;

/// What the surface is made of, and the light it lies in.
enum Material {
    BRUSHED,
    SANDED,
    CAST,
    MACHINED,
    MOULDED;

    private static final Material[] ALL = values();

    static Material any(SplittableRandom random) {
        return ALL[random.nextInt(ALL.length)];
    }

    void draw(Canvas canvas, SplittableRandom random) {
        Noise noise = new Noise(random.nextLong());
        double turn = random.nextDouble(Math.PI);
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        double strength = random.nextDouble(0.4, 0.9);
        double coarse = random.nextDouble(0.75, 1.35);
        double base = random.nextDouble(0.38, 0.66);
        canvas.fill((x, y) -> {
            double u = (x * cos + y * sin) / coarse;
            double v = (y * cos - x * sin) / coarse;
            return base * (1 + strength * texture(noise, u, v));
        });
        double tone = random.nextDouble(-0.09, 0.09);
        double patchy = random.nextDouble(0.03);
        canvas.tint((x, y) -> tone + patchy * noise.octaves(x * 3 + 40, y * 3, 2));
    }

    /// Light from a side, a soft reflection, darker corners.
    static void light(Canvas canvas, SplittableRandom random) {
        double direction = random.nextDouble(2 * Math.PI);
        double slope = random.nextDouble(0.05, 0.35);
        double spotX = random.nextDouble(-0.2, 1.2);
        double spotY = random.nextDouble(-0.2, 1.2);
        double spot = random.nextDouble(0.3);
        double spotSize = random.nextDouble(0.25, 0.7);
        double corners = random.nextDouble(0.35);
        canvas.multiply((x, y) -> {
            double side = 1 + slope * ((x - 0.5) * Math.cos(direction) + (y - 0.5) * Math.sin(direction)) * 1.6;
            double reflection = spot * Math.exp(-square(x - spotX, y - spotY) / (spotSize * spotSize));
            return (side + reflection) * (1 - corners * square(x - 0.5, y - 0.5) * 1.8);
        });
    }

    private double texture(Noise noise, double u, double v) {
        return switch (this) {
            case BRUSHED -> 0.22 * noise.octaves(u * 3, v * 70, 3) + 0.05 * noise.at(u * 60, v * 60);
            case SANDED -> 0.16 * noise.octaves(u * 45, v * 45, 2) + 0.08 * noise.octaves(u * 4, v * 4, 2);
            case CAST -> 0.24 * noise.octaves(u * 14, v * 14, 4);
            case MACHINED ->
                0.07 * Math.sin(v * 150 + 3 * noise.at(u * 2, v * 2)) + 0.12 * noise.octaves(u * 5, v * 40, 2);
            case MOULDED -> 0.1 * Math.abs(noise.at(u * 24, v * 24)) + 0.1 * noise.octaves(u * 3, v * 3, 2);
        };
    }

    private static double square(double dx, double dy) {
        return dx * dx + dy * dy;
    }
}

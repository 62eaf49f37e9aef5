package dev.graft.data.demo;

import dev.graft.data.demo.Line.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws what can be wrong with a surface.
final class Defects {
    private final Canvas canvas;
    private final SplittableRandom random;
    private final double soft;
    private final double lightX;
    private final double lightY;

    Defects(Canvas canvas, SplittableRandom random) {
        this.canvas = canvas;
        this.random = random;
        this.soft = 1.3 / canvas.size();
        double direction = random.nextDouble(2 * Math.PI);
        this.lightX = Math.cos(direction);
        this.lightY = Math.sin(direction);
    }

    void draw(SurfacePhotos.Kind kind) {
        switch (kind) {
            case GOOD -> {}
            case SCRATCH -> times(1, 3, this::scratch);
            case PIT -> pits();
            case STAIN -> times(1, 2, this::stain);
            case CRACK -> crack();
            case DENT -> times(1, 2, this::dent);
        }
    }

    /// Dust, and a faint hair now and then: what is on intact surfaces, too.
    void dirt() {
        times(0, 5, () -> {
            double radius = random.nextDouble(0.003, 0.007);
            double dark = random.nextDouble(-0.15, 0.25);
            spot(place(), place(), radius, dark);
        });
        if (random.nextInt(4) == 0) {
            List<Point> hair = path(place(), place(), random.nextDouble(2 * Math.PI), 0.1, 0.25, 0.003);
            double dark = random.nextDouble(0.05, 0.12);
            Line line = new Line(hair, soft * 2);
            canvas.multiply((x, y) -> 1 - dark * line.at(x, y));
        }
    }

    /// A furrow: dark within, with a bright burr along one side, or bright where it cuts through a skin.
    private void scratch() {
        double heading = random.nextDouble(2 * Math.PI);
        double length = random.nextDouble(0.5, 1.1);
        double radius = random.nextDouble(0.006, 0.012);
        double middleX = place();
        double middleY = place();
        double fromX = middleX - Math.cos(heading) * length / 2;
        double fromY = middleY - Math.sin(heading) * length / 2;
        Line furrow = new Line(path(fromX, fromY, heading, 0.04, length, radius), soft);
        double depth = random.nextDouble(0.35, 0.65);
        double signed = random.nextInt(3) == 0 ? -depth : depth;
        double shift = 1.6 * radius;
        canvas.multiply((x, y) -> 1
                - signed * furrow.at(x, y)
                + 0.5 * Math.abs(signed) * furrow.at(x - lightX * shift, y - lightY * shift));
    }

    /// A line that wanders, thins out and branches.
    private void crack() {
        double heading = random.nextDouble(2 * Math.PI);
        double length = random.nextDouble(0.5, 0.9);
        double x = 0.5 - Math.cos(heading) * length / 2 + random.nextDouble(-0.2, 0.2);
        double y = 0.5 - Math.sin(heading) * length / 2 + random.nextDouble(-0.2, 0.2);
        double depth = random.nextDouble(0.45, 0.7);
        List<Point> trunk = path(x, y, heading, 0.75, length, random.nextDouble(0.007, 0.013));
        List<Line> lines = new ArrayList<>(List.of(new Line(trunk, soft)));
        times(1, 3, () -> {
            Point fork = trunk.get(random.nextInt(trunk.size() / 4, trunk.size()));
            double side = heading + (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1.1);
            double part = length * random.nextDouble(0.2, 0.45);
            lines.add(new Line(path(fork.x(), fork.y(), side, 0.75, part, fork.radius() * 0.8), soft));
        });
        canvas.multiply((px, py) -> {
            double deepest = 0;
            for (Line line : lines) {
                deepest = Math.max(deepest, line.at(px, py));
            }
            return 1 - depth * deepest;
        });
    }

    /// Holes in a cluster: dark, with a bright crescent on the side away from the light.
    private void pits() {
        double centreX = random.nextDouble(0.25, 0.75);
        double centreY = random.nextDouble(0.25, 0.75);
        double spread = random.nextDouble(0.12, 0.3);
        double scale = random.nextDouble(0.8, 1.5);
        times(6, 18, () -> {
            double radius = scale * random.nextDouble(0.011, 0.024);
            double x = centreX + spread * gaussian();
            double y = centreY + spread * gaussian();
            double dark = random.nextDouble(0.3, 0.6);
            spot(x, y, radius, dark);
            spot(x + lightX * radius * 1.2, y + lightY * radius * 1.2, radius * 0.6, -0.6 * dark);
        });
    }

    /// A patch with a frayed edge, often darker at its rim, where a liquid dried.
    private void stain() {
        Noise noise = new Noise(random.nextLong());
        double centreX = random.nextDouble(0.2, 0.8);
        double centreY = random.nextDouble(0.2, 0.8);
        double radius = random.nextDouble(0.12, 0.28);
        double stretch = random.nextDouble(0.6, 1.6);
        double frayed = random.nextDouble(0.35, 0.8);
        double edge = random.nextDouble(0.06, 0.25);
        double dark = random.nextDouble(0.18, 0.4);
        double rim = random.nextDouble(0.15);
        double warm = random.nextDouble(-0.04, 0.12);
        Canvas.Field inside = (x, y) -> {
            double distance = Math.hypot((x - centreX) * stretch, (y - centreY) / stretch) / radius;
            return 1 - distance + frayed * noise.octaves(x * 6, y * 6, 4);
        };
        canvas.multiply((x, y) -> {
            double in = inside.at(x, y);
            double border = Math.exp(-in * in / (edge * edge * 0.5));
            return 1 - dark * Math.clamp(in / edge + 0.5, 0, 1) - rim * border;
        });
        canvas.tint((x, y) -> warm * Math.clamp(inside.at(x, y) / edge + 0.5, 0, 1));
    }

    /// A hollow without an edge: one slope turns to the light, the other away from it.
    private void dent() {
        double centreX = random.nextDouble(0.2, 0.8);
        double centreY = random.nextDouble(0.2, 0.8);
        double radius = random.nextDouble(0.13, 0.24);
        double depth = random.nextDouble(0.7, 1.3);
        double stretch = random.nextDouble(0.75, 1.3);
        canvas.multiply((x, y) -> {
            double dx = (x - centreX) / radius * stretch;
            double dy = (y - centreY) / radius / stretch;
            double slope = (dx * lightX + dy * lightY) * Math.exp(-(dx * dx + dy * dy));
            return 1 + depth * slope;
        });
    }

    private void spot(double centreX, double centreY, double radius, double dark) {
        Line dot = new Line(
                List.of(new Point(centreX, centreY, radius), new Point(centreX + 1e-6, centreY, radius)),
                soft + radius / 2);
        canvas.multiply((x, y) -> 1 - dark * dot.at(x, y));
    }

    /// A walk of 24 steps that turns by up to `bend` radians at each, thin at both ends.
    private List<Point> path(double fromX, double fromY, double heading, double bend, double length, double radius) {
        int steps = 24;
        List<Point> points = new ArrayList<>();
        double x = fromX;
        double y = fromY;
        double turned = 0;
        for (int i = 0; i <= steps; i++) {
            double thickness = Math.sqrt(Math.sin(Math.PI * (i + 0.5) / (steps + 1)));
            points.add(new Point(x, y, radius * thickness));
            turned = 0.7 * turned + random.nextDouble(-bend, bend);
            x += Math.cos(heading + turned) * length / steps;
            y += Math.sin(heading + turned) * length / steps;
        }
        return points;
    }

    private void times(int least, int most, Runnable draw) {
        for (int left = random.nextInt(least, most + 1); left > 0; left--) {
            draw.run();
        }
    }

    private double place() {
        return random.nextDouble(0.1, 0.9);
    }

    private double gaussian() {
        return random.nextGaussian(0, 0.7);
    }
}

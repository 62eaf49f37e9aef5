package dev.graft.data.demo;

import java.util.List;

/// A bent line of changing width, as a field: 1 on it, 0 away from it, soft at the edge.
final class Line implements Canvas.Field {
    private final List<Point> points;
    private final double softness;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;

    /// @param radius half the line's width here
    record Point(double x, double y, double radius) {}

    Line(List<Point> points, double softness) {
        this.points = List.copyOf(points);
        this.softness = softness;
        double reach = points.stream().mapToDouble(Point::radius).max().orElse(0) + softness;
        left = points.stream().mapToDouble(Point::x).min().orElse(0) - reach;
        right = points.stream().mapToDouble(Point::x).max().orElse(0) + reach;
        top = points.stream().mapToDouble(Point::y).min().orElse(0) - reach;
        bottom = points.stream().mapToDouble(Point::y).max().orElse(0) + reach;
    }

    @Override
    public double at(double x, double y) {
        if (x < left || x > right || y < top || y > bottom) {
            return 0;
        }
        double nearest = 0;
        for (int i = 1; i < points.size(); i++) {
            nearest = Math.max(nearest, cover(points.get(i - 1), points.get(i), x, y));
        }
        return nearest;
    }

    private double cover(Point from, Point to, double x, double y) {
        double dx = to.x - from.x;
        double dy = to.y - from.y;
        double along = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy + 1e-12);
        double t = Math.clamp(along, 0, 1);
        double offX = x - from.x - t * dx;
        double offY = y - from.y - t * dy;
        double distance = Math.sqrt(offX * offX + offY * offY);
        double radius = from.radius + t * (to.radius - from.radius);
        return Math.clamp((radius - distance) / softness + 0.5, 0, 1);
    }
}

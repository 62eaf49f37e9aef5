package dev.graft.advise;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How good heads are that learn from a part of the examples.
///
/// @param points from few examples to all
public record LearningCurve(List<Point> points) {
    /// One part.
    ///
    /// @param examples that are learned from
    /// @param score    on others
    public record Point(int examples, Measured score) {}

    /// What twice the examples would give.
    ///
    /// @param score about so much
    /// @param gain  more than with those there are
    public record Forecast(Measured score, Measured gain) {}

    /// Nothing was measured.
    public static final LearningCurve NONE = new LearningCurve(List.of());

    public LearningCurve {
        points =
                points.stream().sorted(Comparator.comparingInt(Point::examples)).toList();
    }

    /// What twice the examples would give, if what is wrong goes on to fall by a power of the number of examples, as
    /// it mostly does (Cortes and others, "Learning curves", 1993; Hestness and others, 2017): by the first and the
    /// last point, with what they leave in doubt.
    ///
    /// @return empty where fewer than two points were measured
    public Optional<Forecast> doubled() {
        if (points.size() < 2
                || points.getFirst().examples() == points.getLast().examples()) {
            return Optional.empty();
        }
        Measured few = points.getFirst().score();
        Measured all = points.getLast().score();
        double wrong = 1 - all.mean();
        double before = 1 - few.mean();
        if (wrong <= 0 || before <= 0) {
            return Optional.of(new Forecast(all, new Measured(0, all.error())));
        }
        double doublings = Math.log(
                        points.getLast().examples() / (double) points.getFirst().examples())
                / Math.log(2);
        double power = Math.max(0, Math.log(before / wrong) / Math.log(2) / doublings);
        double kept = Math.pow(2, -power);
        double doubt = Math.hypot(few.error() / before, all.error() / wrong) / doublings; // of power * ln 2
        Measured gain = new Measured(wrong * (1 - kept), wrong * kept * doubt);
        return Optional.of(
                new Forecast(new Measured(all.mean() + gain.mean(), Math.hypot(all.error(), gain.error())), gain));
    }
}

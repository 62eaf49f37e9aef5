package dev.graft.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The loss at rising learning rates, and what it suggests.
///
/// @param points   in the order they were measured
/// @param diverged whether the loss rose so far that it was stopped before the last rate
/// @param steepest the rate at which the smoothed loss falls fastest, per factor of the rate; empty when there are
///     too
///     few points to say
/// @param valley   the rate two thirds into the longest fall of the smoothed loss, fastai's default suggestion;
///     empty
///     when there are too few points to say
public record LearningRateCurve(
        List<Point> points, boolean diverged, Optional<Double> steepest, Optional<Double> valley) {
    /// One step.
    ///
    /// @param learningRate of the fastest group
    /// @param loss         of the batch
    /// @param smoothed     exponential mean of the losses so far, without the bias of its start
    public record Point(double learningRate, double loss, double smoothed) {}

    public LearningRateCurve {
        points = List.copyOf(points);
    }

    /// Takes losses one by one.
    static final class Recorder {
        private final double smoothing;
        private final double limit;
        private final List<Point> points = new ArrayList<>();
        private double mean;
        private double best = Double.POSITIVE_INFINITY;
        private boolean diverged;

        Recorder(double smoothing, double limit) {
            this.smoothing = smoothing;
            this.limit = limit;
        }

        /// @return whether to go on
        boolean add(double learningRate, double loss) {
            if (!Double.isFinite(loss)) {
                diverged = true;
                return false;
            }
            mean = smoothing * mean + (1 - smoothing) * loss;
            double smoothed = mean / (1 - Math.pow(smoothing, points.size() + 1.0));
            points.add(new Point(learningRate, loss, smoothed));
            best = Math.min(best, smoothed);
            diverged = smoothed > limit * best;
            return !diverged;
        }

        LearningRateCurve curve() {
            return of(points, diverged);
        }
    }

    /// With suggestions from all points but the first tenth and the last five.
    static LearningRateCurve of(List<Point> points, boolean diverged) {
        int from = points.size() / 10;
        int to = points.size() - 5;
        if (to - from < 3) {
            return new LearningRateCurve(points, diverged, Optional.empty(), Optional.empty());
        }
        List<Point> middle = points.subList(from, to);
        return new LearningRateCurve(points, diverged, Optional.of(steepest(middle)), Optional.of(valley(middle)));
    }

    private static double steepest(List<Point> points) {
        int at = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < points.size(); i++) {
            double rise = points.get(i + 1).smoothed() - points.get(i).smoothed();
            double slope = rise
                    / Math.log(points.get(i + 1).learningRate() / points.get(i).learningRate());
            if (slope < least) {
                least = slope;
                at = i;
            }
        }
        return points.get(at).learningRate();
    }

    /// The longest subsequence of falling losses; a point within its middle third, as fastai chooses it.
    private static double valley(List<Point> points) {
        int[] length = new int[points.size()];
        int end = 0;
        int start = 0;
        for (int i = 0; i < length.length; i++) {
            length[i] = 1;
            for (int j = 0; j < i; j++) {
                if (points.get(i).smoothed() < points.get(j).smoothed() && length[i] < length[j] + 1) {
                    length[i] = length[j] + 1;
                }
                if (length[end] < length[i]) {
                    end = i;
                    start = end - length[end];
                }
            }
        }
        double sections = (end - start) / 3.0;
        int index = start + (int) sections + (int) (sections / 2);
        return points.get(Math.clamp(index, 0, points.size() - 1)).learningRate();
    }
}

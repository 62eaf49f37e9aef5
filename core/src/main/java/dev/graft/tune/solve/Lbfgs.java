package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Finds the least of a smooth convex function: L-BFGS (Nocedal and Wright, Numerical Optimization, 2nd edition 2006,
/// algorithms 7.4 and 7.5) with steps that halve until the function falls enough (algorithm 3.1). Where a function is
/// convex that is all that is needed: what two points tell of how it bends is never negative.
///
/// Where values are too coarse to tell whether a short step went down, the slope at its end does: it may be as steep up
/// as it was down (Hager and Zhang, A new conjugate gradient method with guaranteed descent, 2005).
///
/// @param remembered pairs of steps and changes of the gradient
/// @param most       iterations
/// @param rounding   what values are certain to, as a share of them
record Lbfgs(int remembered, int most, double rounding) {
    /// As many as are usual: scikit-learn's solver remembers 10.
    static final Lbfgs USUAL = new Lbfgs(10, 300, 0);

    /// The same for functions that are computed in float32.
    static final Lbfgs COARSE = new Lbfgs(10, 300, 1e-6); // Hager and Zhang's

    private static final double ENOUGH = 1e-4; // of the decrease that the slope promises: Nocedal and Wright's
    private static final int MOST_HALVINGS = 30;

    /// A smooth convex function of a tensor.
    @FunctionalInterface
    interface Function {
        /// @param gradient takes the gradient there
        double at(Tensor x, Tensor gradient);
    }

    /// A gradient, and the same divided by how much the function bends.
    private record Slope(Tensor gradient, Tensor bent) {}

    /// A step, what it changed of the slope, and one divided by the product of step and change.
    private record Pair(Tensor step, Slope change, double scale) implements AutoCloseable {
        @Override
        public void close() {
            Scope.release(step);
            Scope.release(change.gradient());
            Scope.release(change.bent());
        }
    }

    /// @param x         where to begin, and afterwards the least, float64
    /// @param bending   divides a gradient by about how much the function bends: the better it knows, the
    ///     fewer steps
    /// @param tolerance how far above the least the end may be
    /// @return iterations
    int minimize(Function function, Tensor x, UnaryOperator<Tensor> bending, double tolerance) {
        Deque<Pair> pairs = new ArrayDeque<>();
        try (Scope scope = Scope.open()) {
            Tensor gradient = x.clone();
            Tensor next = x.clone();
            Tensor nextGradient = x.clone();
            double value = function.at(x, gradient);
            Tensor bent = bending.apply(gradient);
            for (int iteration = 0; iteration < most; iteration++) {
                try (Scope step = Scope.open()) {
                    Tensor direction = direction(new Slope(gradient, bent), pairs);
                    double slope = dot(direction, gradient);
                    if (!(slope < -2 * tolerance)) { // a step all the way would gain half of it
                        return iteration;
                    }
                    double reached = Double.POSITIVE_INFINITY;
                    boolean falls = false;
                    double length = 2;
                    for (int halvings = 0; halvings <= MOST_HALVINGS && !falls; halvings++) {
                        length /= 2;
                        next.copy_(x).add_(direction, new Scalar(length));
                        reached = function.at(next, nextGradient);
                        falls = reached < value && reached <= value + ENOUGH * length * slope
                                || isLevel(reached, value) && dot(direction, nextGradient) <= (2 * ENOUGH - 1) * slope;
                    }
                    if (!falls) {
                        return iteration; // no more can be told apart
                    }
                    Tensor nextBent = bending.apply(nextGradient);
                    remember(pairs, next.sub(x), new Slope(nextGradient.sub(gradient), nextBent.sub(bent)));
                    x.copy_(next);
                    gradient.copy_(nextGradient);
                    bent.copy_(nextBent);
                    value = reached;
                }
            }
            return most;
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    /// Whether values do not tell which of two points is lower.
    private boolean isLevel(double reached, double value) {
        return rounding > 0 && reached <= value + rounding * Math.abs(value);
    }

    private void remember(Deque<Pair> pairs, Tensor step, Slope change) {
        double product = dot(step, change.gradient());
        if (product > 0) {
            Slope kept = new Slope(Scope.keep(change.gradient()), Scope.keep(change.bent()));
            pairs.addLast(new Pair(Scope.keep(step), kept, 1 / product));
        }
        if (pairs.size() > remembered) {
            pairs.removeFirst().close();
        }
    }

    /// Down, as far as the function is believed to fall.
    private static Tensor direction(Slope slope, Deque<Pair> pairs) {
        Tensor rest = slope.gradient().clone();
        Tensor direction = slope.bent().clone();
        double[] taken = new double[pairs.size()];
        int at = pairs.size();
        for (Iterator<Pair> latest = pairs.descendingIterator(); latest.hasNext(); ) {
            Pair pair = latest.next();
            at--;
            taken[at] = pair.scale() * dot(pair.step(), rest);
            rest.sub_(pair.change().gradient(), new Scalar(taken[at]));
            direction.sub_(pair.change().bent(), new Scalar(taken[at]));
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            double bends =
                    last.scale() * dot(last.change().gradient(), last.change().bent());
            direction.mul_(new Scalar(1 / bends));
        }
        for (Pair pair : pairs) {
            double back = pair.scale() * dot(pair.change().gradient(), direction);
            direction.add_(pair.step(), new Scalar(taken[at] - back));
            at++;
        }
        return direction.neg_();
    }

    private static double dot(Tensor a, Tensor b) {
        try (Scope scope = Scope.open()) {
            return a.view(-1).dot(b.view(-1)).item_double();
        }
    }
}

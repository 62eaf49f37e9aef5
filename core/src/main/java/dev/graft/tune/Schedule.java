package dev.graft.tune;

import java.util.List;
import java.util.OptionalDouble;

/// How the learning rate of every group moves over a run: a pure function, so resuming needs no state of it.
/// Formulas are the closed forms of `torch.optim.lr_scheduler` (PyTorch 2.10) and of HuggingFace
/// `transformers.optimization`; what `tick` counts, epochs or optimizer steps, the [Plan] says.
///
/// Any of them can be given a warm-up: [#withWarmUp(Span)].
public sealed interface Schedule {
    /// The momentum of a schedule that leaves it alone.
    double NO_MOMENTUM = 0;

    /// The learning rate during a tick.
    ///
    /// @param base what the group's learning rate is said to be: the start, or with warm-up the peak
    /// @param tick from 0
    /// @param run  ticks in the whole run, at least 1, for spans that are a share of it
    double at(double base, long tick, long run);

    /// The learning rate during a tick, for schedules that look at how training goes; the others do not.
    ///
    /// @param losses validation loss of each epoch so far
    default double at(double base, long tick, long run, List<Double> losses) {
        return at(base, tick, run);
    }

    /// The momentum (for Adam and AdamW: beta1) during a tick, where the schedule moves that too.
    default OptionalDouble momentum(long tick, long run) {
        return OptionalDouble.empty();
    }

    /// This schedule after a straight rise from zero to its first rate; what it calls the run is then the rest.
    ///
    /// @param length of the rise; 0 for none
    default Schedule withWarmUp(Span length) {
        return length.equals(Span.ticks(0)) || length.equals(Span.share(0)) ? this : new WarmUp(length, 0, this);
    }

    /// The same rate all along.
    record Constant() implements Schedule {
        @Override
        public double at(double base, long tick, long run) {
            return base;
        }
    }

    /// Times `gamma` after every `every` ticks: `StepLR`.
    record Step(long every, double gamma) implements Schedule {
        public Step {
            requireAtLeast("every", 1, every);
            requireAtLeast("gamma", 0, gamma);
        }

        @Override
        public double at(double base, long tick, long run) {
            return base * Math.pow(gamma, (double) Math.floorDiv(tick, every));
        }
    }

    /// Times `gamma` at each milestone: `MultiStepLR`.
    ///
    /// @param milestones ticks, at least one, rising from 1
    record MultiStep(List<Long> milestones, double gamma) implements Schedule {
        public MultiStep {
            milestones = List.copyOf(milestones);
            long before = 0;
            for (long milestone : milestones) {
                if (milestone <= before) {
                    throw new IllegalArgumentException(
                            "milestones: expected rising numbers from 1, found " + milestones);
                }
                before = milestone;
            }
            if (milestones.isEmpty()) {
                throw new IllegalArgumentException("milestones: expected at least one, found none");
            }
            requireAtLeast("gamma", 0, gamma);
        }

        @Override
        public double at(double base, long tick, long run) {
            long passed = milestones.stream().filter(m -> m <= tick).count();
            return base * Math.pow(gamma, (double) passed);
        }
    }

    /// Times `gamma` at every tick: `ExponentialLR`.
    record Exponential(double gamma) implements Schedule {
        public Exponential {
            requireAtLeast("gamma", 0, gamma);
        }

        @Override
        public double at(double base, long tick, long run) {
            return base * Math.pow(gamma, (double) tick);
        }
    }

    /// Half a cosine from the base to `floor` over `length`: `CosineAnnealingLR`. After that it rises again.
    ///
    /// @param floor an absolute rate, `eta_min`
    record Cosine(Span length, double floor) implements Schedule {
        public Cosine {
            requireAtLeast("floor", 0, floor);
        }

        @Override
        public double at(double base, long tick, long run) {
            return floor + (base - floor) * (1 + Math.cos(Math.PI * progress(tick, length, run))) / 2;
        }
    }

    /// Cosines that start again at the base, each `factor` times as long as the one before:
    /// `CosineAnnealingWarmRestarts` (Loshchilov and Hutter 2017, <https://arxiv.org/abs/1608.03983>).
    ///
    /// @param first length of the first one: at least one tick, or a share of the run, even of parts of ticks
    /// @param floor an absolute rate, `eta_min`
    record WarmRestarts(Span first, long factor, double floor) implements Schedule {
        private static final double ROUNDING = 1e-9; // a share of the run may end a hair after its tick

        public WarmRestarts {
            switch (first) {
                case Span.Ticks ticks -> requireAtLeast("first", 1, ticks.count());
                case Span.Share share -> {
                    if (share.fraction() == 0) {
                        throw new IllegalArgumentException("first: expected a share above 0%, found " + share);
                    }
                }
            }
            requireAtLeast("factor", 1, factor);
            requireAtLeast("floor", 0, floor);
        }

        /// The first cosine takes so many ticks.
        public WarmRestarts(long first, long factor, double floor) {
            this(Span.ticks(first), factor, floor);
        }

        @Override
        public double at(double base, long tick, long run) {
            double length = switch (first) {
                case Span.Ticks ticks -> ticks.count();
                case Span.Share share -> Math.max(1, share.fraction() * run);
            };
            double since = tick;
            if (factor == 1) {
                since -= length * Math.floor(tick / length + ROUNDING);
            }
            while (factor > 1 && since >= length - ROUNDING) {
                since -= length;
                length *= factor;
            }
            return floor + (base - floor) * (1 + Math.cos(Math.PI * Math.max(0, since) / length)) / 2;
        }
    }

    /// A straight line between two multiples of the base, then flat: `LinearLR`.
    record Linear(double startFactor, double endFactor, Span length) implements Schedule {
        public Linear {
            requireAtLeast("startFactor", 0, startFactor);
            requireAtLeast("endFactor", 0, endFactor);
        }

        @Override
        public double at(double base, long tick, long run) {
            double done = Math.min(1, progress(tick, length, run));
            return base * (startFactor + (endFactor - startFactor) * done);
        }
    }

    /// Down to zero by a power: `PolynomialLR`.
    record Polynomial(Span length, double power) implements Schedule {
        public Polynomial {
            requireAtLeast("power", 0, power);
        }

        @Override
        public double at(double base, long tick, long run) {
            double done = Math.min(1, progress(tick, length, run));
            return base * Math.pow(1 - done, power);
        }
    }

    /// A straight rise to the first rate of another schedule, which then runs over the rest: `SequentialLR` of
    /// `LinearLR` and the other. With a line to zero after it this is HuggingFace's
    /// `get_linear_schedule_with_warmup`, with a cosine `get_cosine_schedule_with_warmup`.
    ///
    /// @param length of the rise
    /// @param from   share of the first rate to begin with, 0 … 1
    /// @param then   not itself a warm-up
    record WarmUp(Span length, double from, Schedule then) implements Schedule {
        public WarmUp {
            if (!(from >= 0 && from <= 1)) {
                throw new IllegalArgumentException("from: expected 0 to 1, found " + from);
            }
            if (then instanceof WarmUp) {
                throw new IllegalArgumentException("warm-up: expected another schedule after it, found a warm-up");
            }
        }

        @Override
        public double at(double base, long tick, long run) {
            return at(base, tick, run, List.of());
        }

        @Override
        public double at(double base, long tick, long run, List<Double> losses) {
            long rise = length.in(run);
            long rest = Math.max(1, run - rise);
            if (tick >= rise) {
                return then.at(base, tick - rise, rest, losses);
            }
            return then.at(base, 0, rest) * (from + (1 - from) * tick / rise);
        }

        @Override
        public OptionalDouble momentum(long tick, long run) {
            long rise = length.in(run);
            return then.momentum(Math.max(0, tick - rise), Math.max(1, run - rise));
        }
    }

    /// Times `factor` whenever the validation loss has not improved for more than `patience` epochs:
    /// `ReduceLROnPlateau` with its relative threshold. A function of the losses so far, nothing else.
    ///
    /// @param factor    above 0, below 1
    /// @param patience  epochs without improvement that are borne
    /// @param threshold an improvement is a loss below the best times `1 - threshold`
    /// @param cooldown  epochs after a reduction in which nothing is counted
    /// @param floor     an absolute rate, `min_lr`
    record Plateau(double factor, int patience, double threshold, int cooldown, double floor) implements Schedule {
        private static final double LEAST_CHANGE = 1e-8; // `eps` of ReduceLROnPlateau

        public Plateau {
            if (!(factor > 0 && factor < 1)) {
                throw new IllegalArgumentException("factor: expected above 0 and below 1, found " + factor);
            }
            requireAtLeast("patience", 0, patience);
            requireAtLeast("threshold", 0, threshold);
            requireAtLeast("cooldown", 0, cooldown);
            requireAtLeast("floor", 0, floor);
        }

        @Override
        public double at(double base, long tick, long run) {
            return base;
        }

        @Override
        public double at(double base, long tick, long run, List<Double> losses) {
            double rate = base;
            double best = Double.POSITIVE_INFINITY;
            int bad = 0;
            int cooling = 0;
            for (double loss : losses) {
                boolean better = loss < best * (1 - threshold);
                best = better ? loss : best;
                bad = better ? 0 : bad + 1;
                if (cooling > 0) {
                    cooling--;
                    bad = 0;
                }
                if (bad > patience) {
                    double reduced = Math.max(rate * factor, floor);
                    rate = rate - reduced > LEAST_CHANGE ? reduced : rate;
                    cooling = cooldown;
                    bad = 0;
                }
            }
            return rate;
        }
    }

    /// Up along a cosine to the base and down along another to almost zero: `OneCycleLR` with its cosine
    /// annealing (Smith and Topin 2017, <https://arxiv.org/abs/1708.07120>).
    ///
    /// @param riseShare share of the length spent rising, `pct_start`
    /// @param start     the base is this many times the first rate, `div_factor`
    /// @param end       the first rate is this many times the last one, `final_div_factor`
    /// @param low       momentum at the peak, `base_momentum`; with `high` 0 the momentum is left alone
    /// @param high      momentum at both ends, `max_momentum`
    record OneCycle(Span length, double riseShare, double start, double end, double low, double high)
            implements Schedule {
        public OneCycle {
            if (!(low >= 0 && low <= high && high < 1)) {
                throw new IllegalArgumentException(
                        "momentum: expected low <= high, from 0 and below 1, found " + low + " and " + high);
            }
            if (!(riseShare >= 0 && riseShare <= 1)) {
                throw new IllegalArgumentException("riseShare: expected 0 to 1, found " + riseShare);
            }
            requireAtLeast("start", 1, start);
            requireAtLeast("end", 1, end);
        }

        @Override
        public double at(double base, long tick, long run) {
            double first = base / start;
            return curve(first, base, first / end, tick, run);
        }

        @Override
        public OptionalDouble momentum(long tick, long run) {
            return high == NO_MOMENTUM ? OptionalDouble.empty() : OptionalDouble.of(curve(high, low, high, tick, run));
        }

        private double curve(double first, double peak, double last, long tick, long run) {
            long total = ticks(length, run);
            double top = riseShare * total - 1;
            double bottom = total - 1;
            double now = Math.min(tick, bottom);
            if (now <= top) {
                return between(first, peak, top == 0 ? 1 : now / top);
            }
            return between(peak, last, (now - top) / (bottom - top));
        }

        private static double between(double from, double to, double done) {
            return to + (from - to) / 2 * (1 + Math.cos(Math.PI * done));
        }
    }

    /// A short straight rise, then a long straight fall to the end (ULMFiT: Howard and Ruder 2018,
    /// <https://arxiv.org/abs/1801.06146>, equation 3). A rise that is no whole number of ticks is cut to one, as
    /// there. The fall takes all the rest; by the paper's formula it would end early then, at worst halfway.
    ///
    /// @param riseShare share of the length spent rising, `cut_frac`
    /// @param ratio     the base is this many times the lowest rate
    record SlantedTriangular(Span length, double riseShare, double ratio) implements Schedule {
        public SlantedTriangular {
            if (!(riseShare > 0 && riseShare < 1)) {
                throw new IllegalArgumentException("riseShare: expected above 0 and below 1, found " + riseShare);
            }
            requireAtLeast("ratio", 1, ratio);
        }

        @Override
        public double at(double base, long tick, long run) {
            long total = ticks(length, run);
            long cut = Math.max(1, (long) Math.floor(total * riseShare));
            double fall = Math.max(1, total - cut);
            double height = tick < cut ? tick / (double) cut : Math.max(0, 1 - (tick - cut) / fall);
            return base * (1 + height * (ratio - 1)) / ratio;
        }
    }

    static Schedule constant() {
        return new Constant();
    }

    /// Half a cosine from the base to zero over the whole run.
    static Schedule cosine() {
        return new Cosine(Span.RUN, 0);
    }

    /// Warm-up over a part of the run, then in a straight line to zero at its end.
    static Schedule warmupLinear(Span warmup) {
        return new Linear(1, 0, Span.RUN).withWarmUp(warmup);
    }

    /// Warm-up over a part of the run, then along half a cosine to zero at its end.
    static Schedule warmupCosine(Span warmup) {
        return cosine().withWarmUp(warmup);
    }

    /// `OneCycleLR` over the whole run with PyTorch's defaults, which move the momentum too.
    static Schedule oneCycle() {
        return new OneCycle(Span.RUN, 0.3, 25, 1e4, 0.85, 0.95);
    }

    /// `ReduceLROnPlateau` with PyTorch's defaults: a tenth after more than 10 epochs without improvement.
    static Schedule plateau() {
        return new Plateau(0.1, 10, 1e-4, 0, 0);
    }

    /// The paper's numbers, over the whole run.
    static Schedule slantedTriangular() {
        return new SlantedTriangular(Span.RUN, 0.1, 32);
    }

    private static long ticks(Span span, long run) {
        return Math.max(1, span.in(run));
    }

    private static double progress(long tick, Span length, long run) {
        return tick / (double) ticks(length, run);
    }

    private static void requireAtLeast(String name, double least, double found) {
        if (!(found >= least) || Double.isInfinite(found)) {
            throw new IllegalArgumentException(name + ": expected at least " + least + ", found " + found);
        }
    }
}

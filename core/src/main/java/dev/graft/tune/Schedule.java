package dev.graft.tune;

import java.util.List;

/// How the learning rate of every group moves over a run: a pure function, so resuming needs no state of it.
/// Formulas are the closed forms of `torch.optim.lr_scheduler` (PyTorch 2.10) and of HuggingFace
/// `transformers.optimization`; what `tick` counts, epochs or optimizer steps, the [Plan] says.
public sealed interface Schedule {
    /// The learning rate during a tick.
    ///
    /// @param base what the group's learning rate is said to be: the start, or with warm-up the peak
    /// @param tick from 0
    /// @param run  ticks in the whole run, at least 1, for spans that are a share of it
    double at(double base, long tick, long run);

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
    record MultiStep(List<Long> milestones, double gamma) implements Schedule {
        public MultiStep {
            milestones = List.copyOf(milestones);
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
    /// @param first ticks of the first one
    /// @param floor an absolute rate, `eta_min`
    record WarmRestarts(long first, long factor, double floor) implements Schedule {
        public WarmRestarts {
            requireAtLeast("first", 1, first);
            requireAtLeast("factor", 1, factor);
            requireAtLeast("floor", 0, floor);
        }

        @Override
        public double at(double base, long tick, long run) {
            long since = tick;
            long length = first;
            if (factor == 1) {
                since = tick % first;
            }
            while (since >= length) {
                since -= length;
                length *= factor;
            }
            return floor + (base - floor) * (1 + Math.cos(Math.PI * since / (double) length)) / 2;
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

    /// Up from zero in a straight line, then down to zero in one: `get_linear_schedule_with_warmup`.
    record WarmupLinear(Span warmup, Span length) implements Schedule {
        @Override
        public double at(double base, long tick, long run) {
            long rise = warmup.in(run);
            if (tick < rise) {
                return base * tick / rise;
            }
            return base * Math.max(0, 1 - pastWarmup(tick, rise, length.in(run)));
        }
    }

    /// Up from zero in a straight line, then down to zero along half a cosine:
    /// `get_cosine_schedule_with_warmup`.
    record WarmupCosine(Span warmup, Span length) implements Schedule {
        @Override
        public double at(double base, long tick, long run) {
            long rise = warmup.in(run);
            if (tick < rise) {
                return base * tick / rise;
            }
            double done = pastWarmup(tick, rise, length.in(run));
            return base * Math.max(0, (1 + Math.cos(Math.PI * done)) / 2);
        }
    }

    /// Up along a cosine to the base and down along another to almost zero: `OneCycleLR` with its cosine
    /// annealing (Smith and Topin 2017, <https://arxiv.org/abs/1708.07120>).
    ///
    /// @param riseShare share of the length spent rising, `pct_start`
    /// @param start     the base is this many times the first rate, `div_factor`
    /// @param end       the first rate is this many times the last one, `final_div_factor`
    record OneCycle(Span length, double riseShare, double start, double end) implements Schedule {
        public OneCycle {
            if (!(riseShare >= 0 && riseShare <= 1)) {
                throw new IllegalArgumentException("riseShare: expected 0 to 1, found " + riseShare);
            }
            requireAtLeast("start", 1, start);
            requireAtLeast("end", 1, end);
        }

        @Override
        public double at(double base, long tick, long run) {
            long total = ticks(length, run);
            double first = base / start;
            double last = first / end;
            double top = riseShare * total - 1;
            double bottom = total - 1;
            double now = Math.min(tick, bottom);
            if (now <= top) {
                return between(first, base, top == 0 ? 1 : now / top);
            }
            return between(base, last, (now - top) / (bottom - top));
        }

        private static double between(double from, double to, double done) {
            return to + (from - to) / 2 * (1 + Math.cos(Math.PI * done));
        }
    }

    /// A short straight rise, then a long straight fall (ULMFiT: Howard and Ruder 2018,
    /// <https://arxiv.org/abs/1801.06146>, equation 3).
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
            long cut = Math.max(1, (long) Math.floor(ticks(length, run) * riseShare));
            double height =
                    tick < cut ? tick / (double) cut : Math.max(0, 1 - (tick - cut) / (cut * (1 / riseShare - 1)));
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
        return new WarmupLinear(warmup, Span.RUN);
    }

    /// Warm-up over a part of the run, then along half a cosine to zero at its end.
    static Schedule warmupCosine(Span warmup) {
        return new WarmupCosine(warmup, Span.RUN);
    }

    /// `OneCycleLR` over the whole run with PyTorch's defaults.
    static Schedule oneCycle() {
        return new OneCycle(Span.RUN, 0.3, 25, 1e4);
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

    private static double pastWarmup(long tick, long rise, long length) {
        return (tick - rise) / (double) Math.max(1, length - rise);
    }

    private static void requireAtLeast(String name, double least, double found) {
        if (!(found >= least) || Double.isInfinite(found)) {
            throw new IllegalArgumentException(name + ": expected at least " + least + ", found " + found);
        }
    }
}

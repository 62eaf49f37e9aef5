package dev.graft.tune;

import java.math.BigDecimal;

/// A length on the axis of a schedule: a number of ticks (epochs or optimizer steps, as the plan counts), or
/// a share of the run, for when its length is not known yet.
public sealed interface Span {
    /// The whole run.
    Span RUN = new Share(1);

    /// A fixed number of ticks.
    record Ticks(long count) implements Span {
        public Ticks {
            if (count < 0) {
                throw new IllegalArgumentException("span: expected at least 0 ticks, found " + count);
            }
        }

        @Override
        public long in(long run) {
            return count;
        }

        @Override
        public String toString() {
            return Long.toString(count);
        }
    }

    /// A share of the run, 0 to 1, rounded up to whole ticks.
    record Share(double fraction) implements Span {
        public Share {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("span: expected a share from 0 to 1, found " + fraction);
            }
        }

        @Override
        public long in(long run) {
            return (long) Math.ceil(fraction * run);
        }

        @Override
        public String toString() {
            return BigDecimal.valueOf(fraction)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString() + "%";
        }
    }

    /// How many ticks that is in a run of `run` ticks.
    long in(long run);

    static Span ticks(long count) {
        return new Ticks(count);
    }

    static Span share(double fraction) {
        return new Share(fraction);
    }

    /// Reads `500` or `10%`, what `toString` writes.
    ///
    /// @throws IllegalArgumentException if it is neither
    static Span parse(String text) {
        try {
            if (!text.endsWith("%")) {
                return new Ticks(Long.parseLong(text));
            }
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            return new Share(percent.movePointLeft(2).doubleValue());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "span: expected a number of ticks or a share such as 10%, found '" + text + "'", e);
        }
    }
}

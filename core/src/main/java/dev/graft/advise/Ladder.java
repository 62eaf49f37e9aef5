package dev.graft.advise;

import java.util.Arrays;
import java.util.List;

/// How far arms are trained before they are compared: after the first rung half of them are left, and one goes up the
/// last. The schedule is that of the whole training, so that an arm that stays goes on where it was.
final class Ladder {
    /// Shares of the epochs. The first is short, for all run there; the last is all, for few do.
    private static final List<Double> SHARES = List.of(0.1, 0.4, 1.0);

    private Ladder() {}

    static int rungs() {
        return SHARES.size();
    }

    /// Epochs after which an arm is compared, at least one; the same twice where there are few.
    ///
    /// @param rung   from 0
    /// @param epochs of the whole training
    static int epochs(int rung, int epochs) {
        return Math.max(1, (int) Math.ceil(SHARES.get(rung) * epochs - 1e-9));
    }

    /// How many of so many go up to the next rung.
    ///
    /// @param rung that is over, from 0
    static int left(int rung, int arms) {
        return rung + 2 < rungs() ? Math.ceilDiv(arms, 2) : Math.min(1, arms);
    }

    /// Whether an arm has come so far after a rung that it can be held against those that have ended.
    static boolean isFar(int rung) {
        return rung > 0;
    }

    /// What the arms take at most, together: those that cost most are left after each rung.
    ///
    /// @param seconds of each arm's whole training
    static double seconds(double... seconds) {
        double[] left = Arrays.stream(seconds).sorted().toArray();
        double all = 0;
        double before = 0;
        for (int rung = 0; rung < rungs(); rung++) {
            all += (SHARES.get(rung) - before) * Arrays.stream(left).sum();
            before = SHARES.get(rung);
            left = Arrays.copyOfRange(left, left.length - left(rung, left.length), left.length);
        }
        return all;
    }
}

package dev.graft.advise;

import java.util.Arrays;
import java.util.List;

/// How far arms are trained before they are compared: after each rung half of them are left. The schedule is that of
/// the whole training, so that an arm that stays goes on where it was.
final class Ladder {
    /// Shares of the epochs. The first is short, for all run there; the last is all, for few do.
    private static final List<Double> SHARES = List.of(0.2, 0.5, 1.0);

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

    /// How many of so many are left after a rung.
    static int left(int arms) {
        return Math.ceilDiv(arms, 2);
    }

    /// What the arms take at most, together: those that cost most are left after each rung.
    ///
    /// @param seconds of each arm's whole training
    static double seconds(double... seconds) {
        double[] left = Arrays.stream(seconds).sorted().toArray();
        double all = 0;
        double before = 0;
        for (double share : SHARES) {
            all += (share - before) * Arrays.stream(left).sum();
            before = share;
            left = Arrays.copyOfRange(left, left.length - left(left.length), left.length);
        }
        return all;
    }
}

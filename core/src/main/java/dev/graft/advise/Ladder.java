package dev.graft.advise;

import java.util.Comparator;
import java.util.List;

/// How far arms are trained before they are compared. In a race an arm has fewer epochs than in a training, with a
/// schedule of its own that ends with them: what is compared in the end has come to rest, like a head that is solved.
/// After the first rung the worse half is out; who stays goes on where it was.
final class Ladder {
    /// Share of the epochs of a training that an arm has in a race.
    private static final double SHORTER = 0.4;

    /// Shares of these epochs. The first is short, for all run there.
    private static final List<Double> SHARES = List.of(0.25, 1.0);

    private static final int FEWEST = 2;

    private Ladder() {}

    static int rungs() {
        return SHARES.size();
    }

    /// Epochs that an arm has in a race.
    ///
    /// @param epochs of its training
    static int heat(int epochs) {
        return Math.max(Math.min(FEWEST, epochs), share(SHORTER, epochs));
    }

    /// Epochs after which an arm is compared, at least one; the same twice where there are few.
    ///
    /// @param rung from 0
    /// @param heat epochs of the arm in the race
    static int epochs(int rung, int heat) {
        return Math.max(1, share(SHARES.get(rung), heat));
    }

    private static int share(double share, int epochs) {
        return (int) Math.ceil(share * epochs - 1e-9);
    }

    /// How many of so many go up to the next rung.
    static int left(int arms) {
        return Math.ceilDiv(arms, 2);
    }

    /// What the arms take at most, together: those that cost most are left after each rung.
    static double seconds(List<Entrant> entrants) {
        List<Entrant> left = entrants.stream()
                .sorted(Comparator.comparingDouble(Entrant::seconds).reversed())
                .toList();
        double all = 0;
        for (int rung = 0; rung < rungs(); rung++) {
            for (Entrant entrant : left) {
                int before = rung == 0 ? 0 : epochs(rung - 1, entrant.heat());
                all += (epochs(rung, entrant.heat()) - before) * entrant.seconds() / entrant.epochs();
            }
            left = left.subList(0, left(left.size()));
        }
        return all;
    }
}

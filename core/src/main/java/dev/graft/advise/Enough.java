package dev.graft.advise;

import dev.graft.advise.Advice.Reason;
import dev.graft.advise.Evidence.Examples;
import java.util.Optional;

/// Whether features as they are leave anything to gain.
final class Enough {
    /// Fewer wrong answers than one of so many, and there is nothing left that is worth tuning for.
    private static final double NEARLY_ALL_RIGHT = 0.99;

    private Enough() {}

    /// Why nothing after them is worth its time; empty where something may be, and where they tell no more than who
    /// always answers the same.
    ///
    /// @param head on the features, on examples that it did not learn from
    static Optional<Reason> of(Measured head, Examples examples) {
        String reaches = "a head on the features as they are reaches " + head;
        if (!new Measured(head.mean() - examples.constant(), head.error()).isCertain()) {
            return Optional.empty();
        }
        if (head.mean() >= NEARLY_ALL_RIGHT && head.margin() <= 1 - NEARLY_ALL_RIGHT) {
            return Optional.of(
                    new Reason("enough", reaches + " on examples it did not learn from: nothing more is worth it"));
        }
        return 1 - head.mean() <= head.margin()
                ? Optional.of(new Reason(
                        "too-few-to-see",
                        reaches + ": what is left to gain could not be seen on so few "
                                + examples.kind().noun()
                                + "s; more of them to judge by come before more tuning"))
                : Optional.empty();
    }
}

package dev.graft.app;

import dev.graft.job.ScratchComparison;
import java.util.Locale;

/// What transfer gained, in a sentence or two.
final class ComparisonText {
    private ComparisonText() {}

    static String of(ScratchComparison found) {
        String gained = String.format(
                Locale.ROOT,
                "Transfer learning %s %.1f percentage points",
                found.points() < 0 ? "loses" : "gains",
                Math.abs(found.points()));
        if (found.epochs().isEmpty()) {
            return gained + "; it never reaches the best accuracy from scratch.";
        }
        return gained
                + String.format(
                        Locale.ROOT,
                        "; it is as good as from scratch after %s instead of %s (%s) and %s instead of %s (%s).",
                        epochs(found.epochs().get()),
                        epochs(found.scratchEpochs()),
                        times(found.timesFewerEpochs().orElseThrow(), "fewer", "more"),
                        EstimateText.duration(found.seconds().orElseThrow()),
                        EstimateText.duration(found.scratchSeconds()),
                        times(found.timesFaster().orElseThrow(), "faster", "slower"));
    }

    private static String times(double factor, String above, String below) {
        return factor >= 1
                ? String.format(Locale.ROOT, "%.1f times %s", factor, above)
                : String.format(Locale.ROOT, "%.1f times %s", 1 / factor, below);
    }

    private static String epochs(int count) {
        return count + (count == 1 ? " epoch" : " epochs");
    }
}

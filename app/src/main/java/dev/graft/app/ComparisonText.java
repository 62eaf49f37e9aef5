package dev.graft.app;

import dev.graft.data.Wording;
import dev.graft.job.ScratchComparison;
import dev.graft.task.Score;
import java.util.List;
import java.util.Locale;

/// What transfer gained, in a sentence or two.
final class ComparisonText {
    /// Scores that are a share of the examples.
    private static final List<String> SHARES = List.of("accuracy", "exact_match");

    private ComparisonText() {}

    /// @param score that both trainings are compared by
    static String of(ScratchComparison found, Score score) {
        String gained = isShare(score) ? points(found.points()) : difference(found, score);
        if (found.epochs().isEmpty()) {
            return gained + "; it never reaches the best " + (isShare(score) ? "accuracy" : score.shown())
                    + " from scratch.";
        }
        return gained
                + String.format(
                        Locale.ROOT,
                        "; it is as good as from scratch after %s instead of %s (%s) and %s instead of %s (%s).",
                        Wording.count(found.epochs().get(), "epoch"),
                        Wording.count(found.scratchEpochs(), "epoch"),
                        times(found.timesFewerEpochs().orElseThrow(), "fewer", "more"),
                        EstimateText.duration(found.seconds().orElseThrow()),
                        EstimateText.duration(found.scratchSeconds()),
                        times(found.timesFaster().orElseThrow(), "faster", "slower"));
    }

    private static boolean isShare(Score score) {
        return SHARES.contains(score.name());
    }

    private static String points(double points) {
        return String.format(
                Locale.ROOT,
                "Transfer learning %s %.1f percentage points",
                points < 0 ? "loses" : "gains",
                Math.abs(points));
    }

    /// Hundredths of what is no share say nothing.
    private static String difference(ScratchComparison found, Score score) {
        return String.format(
                Locale.ROOT,
                "%s %.4f against %.4f from scratch: %+.4f%s",
                score.shown(),
                found.accuracy(),
                found.scratchAccuracy(),
                found.accuracy() - found.scratchAccuracy(),
                score.higherIsBetter() ? "" : " (lower is better)");
    }

    private static String times(double factor, String above, String below) {
        return factor >= 1
                ? String.format(Locale.ROOT, "%.1f times %s", factor, above)
                : String.format(Locale.ROOT, "%.1f times %s", 1 / factor, below);
    }
}

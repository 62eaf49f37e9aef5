package dev.graft.app;

import dev.graft.data.Wording;
import dev.graft.job.TrainingOptions;
import dev.graft.train.CostEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An estimate in words.
final class EstimateText {
    private EstimateText() {}

    static List<String> lines(CostEstimate estimate, TrainingOptions options) {
        List<String> lines = new ArrayList<>();
        lines.add("estimate for this machine (%s), from a few batches of each phase"
                .formatted(Wording.count(options.threads(), "thread")));
        for (CostEstimate.PhaseCost phase : estimate.phases()) {
            int last = phase.fromEpoch() + phase.epochs();
            String epochs =
                    phase.epochs() == 1 ? "epoch " + last : "epochs %d to %d".formatted(phase.fromEpoch() + 1, last);
            lines.add("  %s: %s (%s a batch%s, %s to validate)"
                    .formatted(
                            epochs,
                            duration(phase.seconds()),
                            duration(phase.secondsPerBatch()),
                            reused(phase),
                            duration(phase.evaluationSeconds())));
        }
        String memory = estimate.memoryMiB()
                .map(mebibytes -> String.format(Locale.ROOT, "; at most %,d MiB of memory", mebibytes))
                .orElse("");
        lines.add("  in all: %s, of which %s to start and %s to save%s"
                .formatted(
                        duration(estimate.seconds()),
                        duration(estimate.preparationSeconds()),
                        duration(estimate.savingSeconds()),
                        memory));
        return lines;
    }

    /// What a batch takes in the epochs that compute no frozen stage again, where that is worth a word.
    private static String reused(CostEstimate.PhaseCost phase) {
        boolean worth = phase.computedEpochs() < phase.epochs()
                && phase.secondsPerReusedBatch() < 0.9 * phase.secondsPerBatch();
        String first = phase.computedEpochs() == 1 ? "the first epoch" : "the first " + phase.computedEpochs();
        return worth ? " in " + first + ", then " + duration(phase.secondsPerReusedBatch()) : "";
    }

    /// `0.004 s`, `0.12 s`, `34 s`, `5 min 6 s`, `7 h 8 min`.
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < 0.01) {
            return String.format(Locale.ROOT, "%.3f s", seconds);
        }
        if (seconds < 10) {
            return String.format(Locale.ROOT, seconds < 1 ? "%.2f s" : "%.1f s", seconds);
        }
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}

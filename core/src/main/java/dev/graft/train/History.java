package dev.graft.train;

import dev.graft.task.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The results of a training, epoch by epoch.
///
/// @param score      what epochs are compared by
/// @param epochs     results in order
/// @param stopReason why it ended; empty while it goes on
public record History(Score score, List<EpochResult> epochs, Optional<StopReason> stopReason) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /// No results yet.
    public static History none(Score score) {
        return of(score, List.of());
    }

    /// These results so far.
    public static History of(Score score, List<EpochResult> epochs) {
        return new History(score, epochs, Optional.empty());
    }

    /// The best epoch as the score says; the earliest of equals; empty before the first.
    public Optional<EpochResult> best() {
        return epochs.stream()
                .max(Comparator.comparingDouble(this::quality)
                        .thenComparing(
                                Comparator.comparingInt(EpochResult::epoch).reversed()));
    }

    private double quality(EpochResult result) {
        return score.quality(result.valAccuracy(), result.valLoss());
    }

    /// Validation loss of each epoch.
    public List<Double> valLosses() {
        return epochs.stream().map(EpochResult::valLoss).toList();
    }

    /// Epochs since the best one.
    public int epochsWithoutImprovement() {
        return best().map(best -> epochs.size() - best.epoch()).orElse(0);
    }

    /// The first epoch whose validation accuracy, or whatever the score is, was as good as `accuracy`; empty if none
    /// was.
    public Optional<EpochResult> firstToReach(double accuracy) {
        return epochs.stream()
                .filter(result -> score.reaches(result.valAccuracy(), accuracy))
                .findFirst();
    }

    /// The same and one epoch more.
    public History with(EpochResult result) {
        List<EpochResult> more = new ArrayList<>(epochs);
        more.add(result);
        return of(score, more);
    }

    History stopped(StopReason reason) {
        return new History(score, epochs, Optional.of(reason));
    }
}

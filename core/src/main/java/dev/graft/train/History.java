package dev.graft.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The results of a training, epoch by epoch.
///
/// @param epochs     results in order
/// @param stopReason why it ended; empty while it goes on
public record History(List<EpochResult> epochs, Optional<StopReason> stopReason) {
    public static final History EMPTY = new History(List.of(), Optional.empty());

    public History {
        epochs = List.copyOf(epochs);
    }

    /// These results so far.
    public static History of(List<EpochResult> epochs) {
        return new History(epochs, Optional.empty());
    }

    /// The epoch with the highest validation accuracy, of a language model the one with the lowest validation loss;
    /// the earliest of equals; empty before the first.
    public Optional<EpochResult> best() {
        return epochs.stream()
                .max(Comparator.comparingDouble(EpochResult::quality)
                        .thenComparing(
                                Comparator.comparingInt(EpochResult::epoch).reversed()));
    }

    /// Validation loss of each epoch.
    public List<Double> valLosses() {
        return epochs.stream().map(EpochResult::valLoss).toList();
    }

    /// Epochs since the best one.
    public int epochsWithoutImprovement() {
        return best().map(best -> epochs.size() - best.epoch()).orElse(0);
    }

    /// The first epoch whose validation accuracy reached `accuracy`; empty if none did.
    public Optional<EpochResult> firstToReach(double accuracy) {
        return epochs.stream()
                .filter(result -> result.valAccuracy() >= accuracy)
                .findFirst();
    }

    /// The same and one epoch more.
    public History with(EpochResult result) {
        List<EpochResult> more = new ArrayList<>(epochs);
        more.add(result);
        return new History(more, Optional.empty());
    }

    History stopped(StopReason reason) {
        return new History(epochs, Optional.of(reason));
    }
}

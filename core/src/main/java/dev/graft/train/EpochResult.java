package dev.graft.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What one epoch came to. Holds no times, so that the same seed gives the same results to the byte.
///
/// @param epoch         counted from 1, as it is shown
/// @param trainLoss     mean loss over the training examples while the weights moved
/// @param trainAccuracy share of training examples predicted right while the weights moved
/// @param valLoss       mean cross-entropy over the validation examples afterwards
/// @param valAccuracy   share of validation examples predicted right afterwards
/// @param learningRates learning rate of each group at the last step of the epoch
public record EpochResult(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double valLoss,
        double valAccuracy,
        Map<String, Double> learningRates) {
    public EpochResult {
        learningRates = Collections.unmodifiableMap(new LinkedHashMap<>(learningRates));
    }

    /// `[Epoch 01/10] Train Loss: 0.6931 | Train Acc: 0.5000 | Val Loss: 0.6900 | Val Acc: 0.5333`
    public String line(int epochs) {
        return String.format(
                Locale.ROOT,
                "[Epoch %02d/%02d] Train Loss: %.4f | Train Acc: %.4f | Val Loss: %.4f | Val Acc: %.4f",
                epoch,
                epochs,
                trainLoss,
                trainAccuracy,
                valLoss,
                valAccuracy);
    }
}

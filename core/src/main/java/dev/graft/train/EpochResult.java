package dev.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.Wording;
import dev.graft.task.Score;
import dev.graft.tune.solve.HeadSolution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one epoch came to. Holds no times, so that the same seed gives the same results to the byte.
///
/// @param epoch         counted from 1, as it is shown
/// @param trainLoss     mean loss over the training examples while the weights moved
/// @param trainAccuracy the score below over the training examples while the weights moved
/// @param valLoss       mean loss over the validation examples afterwards
/// @param valAccuracy   the objective's score over the validation examples afterwards: the share predicted right; for
///     several labels an example, with all of them right; for a regression, R², the share of the targets' variance that
///     is explained
/// @param metrics       all scores of the validation, by scikit-learn's names: `accuracy`, `macro_f1`, `mcc`, …
/// @param learningRates learning rate of each group at the last step of the epoch; none where a head was solved
/// @param solved        how the head was solved; null where steps were taken
public record EpochResult(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double valLoss,
        double valAccuracy,
        Map<String, Double> metrics,
        Map<String, Double> learningRates,
        @JsonInclude(JsonInclude.Include.NON_NULL) HeadSolution.@Nullable Facts solved) {
    /// An epoch of steps.
    public EpochResult(
            int epoch,
            double trainLoss,
            double trainAccuracy,
            double valLoss,
            double valAccuracy,
            Map<String, Double> metrics,
            Map<String, Double> learningRates) {
        this(epoch, trainLoss, trainAccuracy, valLoss, valAccuracy, metrics, learningRates, null);
    }

    public EpochResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        learningRates = Collections.unmodifiableMap(new LinkedHashMap<>(learningRates));
    }

    /// How the head was solved, for a person: `Head solved: strength 2.8, cross-validated loss 0.3123 (5 folds)`;
    /// empty where steps were taken.
    public Optional<String> solvedLine() {
        if (solved == null) {
            return Optional.empty();
        }
        Double loss = solved.crossValidatedLoss();
        String judged = loss == null
                ? "; too few examples to hold any back"
                : String.format(
                        Locale.ROOT,
                        ", cross-validated loss %.4f (%s)%s",
                        loss,
                        Wording.count(solved.folds(), "fold"),
                        solved.atEdge() ? "; the strongest or the weakest that was tried" : "");
        return Optional.of(String.format(Locale.ROOT, "Head solved: strength %.3g%s", solved.strength(), judged));
    }

    /// `[Epoch 01/10] Train Loss: 0.6931 | Train Acc: 0.5000 | Val Loss: 0.6900 | Val Acc: 0.5333`
    ///
    /// @param score  what the accuracy is
    /// @param epochs of the whole plan
    public String line(Score score, int epochs) {
        return String.format(
                Locale.ROOT,
                "[Epoch %02d/%02d] Train Loss: %.4f | Train %s: %.4f | Val Loss: %.4f | Val %s: %.4f",
                epoch,
                epochs,
                trainLoss,
                score.shown(),
                trainAccuracy,
                valLoss,
                score.shown(),
                valAccuracy);
    }
}

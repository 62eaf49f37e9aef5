package dev.graft.app;

import dev.graft.job.Aim;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about what a training is judged by.
final class AimArguments {
    @Option(
            names = "--best-by",
            paramLabel = "SCORE",
            description = "What the best epoch is chosen by, and --patience waits for: accuracy, macro-f1 or loss; or,"
                    + " for one class, f1:CLASS, ap:CLASS (average precision) or auc:CLASS (ROC AUC). For several"
                    + " labels also exact-match and micro-f1; for numbers r2, mae, rmse or loss. Default: accuracy,"
                    + " exact-match or r2.")
    private @Nullable String bestBy;

    @Option(
            names = "--threshold",
            paramLabel = "CLASS=P",
            description = "Say CLASS wherever its probability is at least P, such as crack=0.2; or find the threshold"
                    + " on the validation part: recall:CLASS=0.99 to find that share of CLASS, precision:CLASS=0.95"
                    + " for that share of right answers. Kept with the model. Repeatable, for several classes.")
    private List<String> thresholds = List.of();

    Aim aim() {
        return new Aim(bestBy, thresholds);
    }
}

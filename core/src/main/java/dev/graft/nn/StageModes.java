package dev.graft.nn;

import dev.graft.torch.ConvolutionGradients;
import org.jspecify.annotations.Nullable;

/// In which mode each stage of a network runs.
@FunctionalInterface
public interface StageModes {
    /// Every stage as it is used after training.
    StageModes EVALUATION = stage -> false;

    /// Whether a stage trains; the others run in evaluation mode.
    boolean trains(Stage stage);

    /// Whether a stage's batch norms use the batch's statistics and update their own: as a rule when it trains.
    default boolean updatesStatistics(Stage stage) {
        return trains(stage);
    }

    /// What runs the backward pass of these stages, if it is not autograd alone.
    default @Nullable ConvolutionGradients gradients() {
        return null;
    }
}

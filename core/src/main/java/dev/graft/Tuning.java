package dev.graft;

import dev.graft.data.DataSummary;
import dev.graft.data.PartsTable;
import dev.graft.train.CostEstimate;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import java.nio.file.Path;

/// A model, data and a plan, ready to be run, whatever the data are.
public sealed interface Tuning permits FineTuning, TextFineTuning {
    /// What is tuned; it holds the best weights afterwards.
    TunableModel model();

    /// What trains when, and how fast.
    Plan plan();

    /// What is learned from, in counts.
    DataSummary summary();

    /// Which example is in which part.
    PartsTable parts();

    /// Adds a listener.
    Tuning withListener(TrainingListener listener);

    /// Runs into a new folder.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or the loss is not a number from the
    ///     first epoch on; no folder is left then
    Run run(Path folder);

    /// Goes on with an interrupted run of the same model, data, plan and recipe: it ends in the same bytes as one
    /// that was not interrupted.
    ///
    /// @throws IllegalArgumentException if there is no run in the folder, or its `parts.csv` has other
    ///     examples in the training or the validation part
    Run resume(Path folder);

    /// Optimizer steps in an epoch.
    int stepsPerEpoch();

    /// What the run will take on this machine, from a few batches of each phase. The model is left as it was.
    CostEstimate estimate();

    /// How the loss moves while the learning rates of the plan's first phase rise from tiny to huge. The model is left
    /// as it was.
    LearningRateCurve findLearningRate(LearningRateFinder.Range range);
}

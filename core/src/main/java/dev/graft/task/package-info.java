/// Kinds of answers: what a network's outputs mean, what training makes small, how good answers are, which of two
/// epochs is better, and what is said of one example. One file holds all of a kind: [OneClass], [SeveralLabels],
/// [Numbers], [HiddenTokens]. The word for a kind, and its targets, is [dev.graft.data.Task]. A program brings its own
/// loss or score here:
/// ```java
/// Objective own = Objective.of(Task.REGRESSION)
///         .withLoss(torch::smooth_l1_loss)
///         .withScore(Score.lower("worst"), (targets, answers) -> IntStream.range(0, targets.length)
///                 .mapToDouble(i -> Math.abs(targets[i][0] - answers[i][0]))
///                 .max()
///                 .orElseThrow());
/// FineTuning.of(model, data, plan).withObjective(own).run(folder);
/// ```
/// [Mistakes] collects what a model gets wrong while it is judged. Uses `data`, `tune`, `metrics`, `torch`. Knows no
/// network and no training.
@NullMarked
package dev.graft.task;

import org.jspecify.annotations.NullMarked;

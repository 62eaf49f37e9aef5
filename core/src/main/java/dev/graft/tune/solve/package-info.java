/// A linear head that is solved on features, not stepped: the least regularized loss, with the strength of the
/// regularization chosen by cross-validation.
///
/// Pure mathematics on tensors; what the features are and where the head is, others know. May use: `torch`, `data`.
/// ```java
/// try (HeadSolution solved = HeadSolver.of(HeadLoss.CROSS_ENTROPY, 3).solve(examples)) {
///     weight.copy_(solved.weight()); // [3, features]
///     bias.copy_(solved.bias());
///     log.info("strength {}", solved.facts().strength());
/// }
/// ```
@NullMarked
package dev.graft.tune.solve;

import org.jspecify.annotations.NullMarked;

/// Numbers on plain arrays: accuracy, precision, recall, F1, confusion matrix. Uses nothing of Graft.
/// ```java
/// ConfusionMatrix matrix = ConfusionMatrix.of(3, targets, predictions);
/// double accuracy = matrix.accuracy();
/// double macroF1 = matrix.macroF1();
/// ```
@NullMarked
package dev.graft.metrics;

import org.jspecify.annotations.NullMarked;

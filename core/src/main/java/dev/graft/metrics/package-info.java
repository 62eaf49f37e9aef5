/// Numbers on plain arrays: accuracy, precision, recall, F1, confusion matrix, ROC AUC, average precision.
/// Uses nothing of Graft.
/// ```java
/// ConfusionMatrix matrix = ConfusionMatrix.of(3, targets, predictions);
/// double accuracy = matrix.accuracy();
/// double macroF1 = matrix.macroF1();
/// double rocAuc = Ranking.rocAuc(areBees, probabilitiesOfBees);
/// ```
@NullMarked
package dev.graft.metrics;

import org.jspecify.annotations.NullMarked;

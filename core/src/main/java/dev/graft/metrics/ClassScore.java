package dev.graft.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/// How well one class is told from the others.
///
/// @param precision of the examples predicted to be of this class, the share that are; 0 where none was
/// @param recall    of the examples of this class, the share predicted to be; 0 where there is none
/// @param f1        harmonic mean of the two; 0 where both are
/// @param support   examples of this class
public record ClassScore(double precision, double recall, double f1, long support) {
    /// By the names of scikit-learn's report.
    public Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("precision", precision);
        named.put("recall", recall);
        named.put("f1", f1);
        named.put("support", (double) support);
        return named;
    }

    static ClassScore of(long right, long predicted, long support) {
        double precision = ConfusionMatrix.ratio(right, predicted);
        double recall = ConfusionMatrix.ratio(right, support);
        double f1 = ConfusionMatrix.ratio(2 * right, predicted + support);
        return new ClassScore(precision, recall, f1, support);
    }
}

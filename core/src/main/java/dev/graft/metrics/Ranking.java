package dev.graft.metrics;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How well scores put the examples that are of a class before those that are not, whatever threshold is chosen
/// afterwards. Equal scores share a place. The definitions are scikit-learn's (1.5): `roc_auc_score` and
/// `average_precision_score`, of a class against all others.
///
/// @param rocAuc           area under the ROC curve: how often an example of the class has a higher score than one that
///     is not of it, where equal scores count half; 1 for always, 0.5 for chance; NaN where one of the two is missing
/// @param averagePrecision mean of the precision at each example of the class, from the highest score down: 1 where all
///     of them come first, their share of all examples for chance; NaN where there is none of the class
public record Ranking(double rocAuc, double averagePrecision) {
    /// Of nothing.
    public static final Ranking UNDEFINED = new Ranking(Double.NaN, Double.NaN);

    /// @param truth  whether each example is of the class
    /// @param scores a higher one for what is more likely of it
    /// @return NaN for both where a score is no number
    /// @throws IllegalArgumentException if the arrays differ in length
    public static Ranking of(boolean[] truth, float[] scores) {
        if (truth.length != scores.length) {
            throw new IllegalArgumentException(
                    "ranking: expected as many scores as truths, found " + scores.length + " and " + truth.length);
        }
        long[] places = new long[scores.length];
        int of = 0;
        for (int i = 0; i < places.length; i++) {
            if (Float.isNaN(scores[i])) {
                return UNDEFINED;
            }
            places[i] = place(scores[i], truth[i]);
            of += truth[i] ? 1 : 0;
        }
        Arrays.sort(places);
        return of(places, of, places.length - of);
    }

    /// Area under the ROC curve alone; see [#of(boolean\[\], float\[\])].
    public static double rocAuc(boolean[] truth, float[] scores) {
        return of(truth, scores).rocAuc;
    }

    /// Average precision alone; see [#of(boolean\[\], float\[\])].
    public static double averagePrecision(boolean[] truth, float[] scores) {
        return of(truth, scores).averagePrecision;
    }

    /// The mean over those that are defined, each counting the same; NaN where none is.
    public static Ranking mean(Collection<Ranking> all) {
        return new Ranking(mean(all, Ranking::rocAuc), mean(all, Ranking::averagePrecision));
    }

    /// By the names that they have in files and on the screen.
    public Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("roc_auc", rocAuc);
        named.put("average_precision", averagePrecision);
        return named;
    }

    /// A number that is greater for a higher score, and says in its last bit whether it is of the class: numbers are
    /// sorted faster than objects.
    private static long place(float score, boolean truth) {
        int bits = Float.floatToIntBits(score + 0f); // one zero
        int ascending = bits ^ (bits >> (Integer.SIZE - 1) & Integer.MAX_VALUE);
        return (long) ascending << 1 | (truth ? 1 : 0);
    }

    private static Ranking of(long[] ascending, int of, int others) {
        long above = 0;
        long othersAbove = 0;
        double twiceTheArea = 0;
        double precisions = 0;
        for (int at = ascending.length - 1; at >= 0; ) {
            long score = ascending[at] >> 1;
            long here = 0;
            long othersHere = 0;
            for (; at >= 0 && ascending[at] >> 1 == score; at--) {
                here += ascending[at] & 1;
                othersHere += 1 - (ascending[at] & 1);
            }
            twiceTheArea += (double) othersHere * (2 * above + here);
            above += here;
            othersAbove += othersHere;
            precisions += (double) here * above / (above + othersAbove);
        }
        return new Ranking(
                of == 0 || others == 0 ? Double.NaN : twiceTheArea / (2.0 * of * others),
                of == 0 ? Double.NaN : precisions / of);
    }

    private static double mean(Collection<Ranking> all, ToDoubleFunction<Ranking> score) {
        return all.stream()
                .mapToDouble(score)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}

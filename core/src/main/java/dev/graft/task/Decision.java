package dev.graft.task;

import dev.graft.data.ClassNames;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From which probability on a class is said, where the most probable one is not what is wanted.
///
/// Of one class an example: the classes whose probability reaches their threshold compete by probability / threshold;
/// of equals, the more probable. Where none reaches its own, it is the most probable of the classes that have none;
/// where all have one, the most probable of all. Of several labels an example: each is said that reaches its
/// threshold, or 0.5 where it has none.
///
/// @param labels     name of each output, in order
/// @param thresholds by label
public record Decision(List<String> labels, Map<String, Threshold> thresholds) {
    /// From which probability on.
    ///
    /// @param value above 0, below 1
    /// @param found how it was found; null where somebody said it
    public record Threshold(double value, @Nullable Finding found) {
        public Threshold {
            if (!(value > 0 && value < 1)) {
                throw new IllegalArgumentException("expected a number above 0 and below 1, found " + value);
            }
        }
    }

    /// What a threshold was searched for, and what it came to on the examples that it was found with.
    ///
    /// @param goal     what was asked for
    /// @param asked    how much of it
    /// @param examples of the class
    /// @param hits     those of them that are found
    /// @param answers  all examples that are said to be of the class
    public record Finding(OperatingPoint.Goal goal, double asked, long examples, long hits, long answers) {
        /// @throws IllegalArgumentException if no search comes to this
        public Finding {
            boolean sound = goal != null
                    && goal != OperatingPoint.Goal.THRESHOLD
                    && asked > 0
                    && asked <= 1
                    && hits >= 0
                    && hits <= examples
                    && hits <= answers
                    && examples > 0;
            if (!sound) {
                throw new IllegalArgumentException("expected what a search found, found " + hits + " hits among "
                        + examples + " examples and " + answers + " answers for "
                        + (goal == null ? "no goal" : goal.word()) + " " + asked);
            }
        }

        /// Share of the examples of the class that are found.
        public double recall() {
            return examples == 0 ? 0 : (double) hits / examples;
        }

        /// Share of the answers that are right.
        public double precision() {
            return answers == 0 ? 0 : (double) hits / answers;
        }

        /// Answers that are wrong.
        public long falseAlarms() {
            return answers - hits;
        }
    }

    /// @throws IllegalArgumentException if there is no threshold, or one for a class that there is not
    public Decision {
        labels = List.copyOf(labels);
        Map<String, Threshold> known = new LinkedHashMap<>();
        for (Map.Entry<String, Threshold> entry : thresholds.entrySet()) {
            known.put(ClassNames.known(entry.getKey(), labels, "threshold"), entry.getValue());
        }
        if (known.isEmpty()) {
            throw new IllegalArgumentException("decision: expected a threshold for a class at least, found none");
        }
        thresholds = Collections.unmodifiableMap(known);
    }

    /// Thresholds that somebody said.
    ///
    /// @param labels name of each output, in order
    public static Decision of(List<String> labels, Map<String, Double> thresholds) {
        Map<String, Threshold> said = new LinkedHashMap<>();
        thresholds.forEach((label, value) -> said.put(label, new Threshold(value, null)));
        return new Decision(labels, said);
    }

    /// Which class is said of an example that has one.
    ///
    /// @param probabilities of each class
    public int choose(float[] probabilities) {
        return choose(limits(), probabilities);
    }

    /// The threshold of each output, in order; NaN where it has none.
    double[] limits() {
        double[] limits = new double[labels.size()];
        Arrays.fill(limits, Double.NaN);
        thresholds.forEach((label, threshold) -> limits[labels.indexOf(label)] = threshold.value());
        return limits;
    }

    /// @param limits of each class; NaN for none, which nothing reaches
    static int choose(double[] limits, float[] probabilities) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < limits.length; i++) {
            if (probabilities[i] >= limits[i]) {
                double excess = probabilities[i] / limits[i];
                if (best < 0 || excess > most || excess == most && probabilities[i] > probabilities[best]) {
                    best = i;
                    most = excess;
                }
            }
        }
        return best >= 0 ? best : chooseBelow(limits, probabilities);
    }

    private static int chooseBelow(double[] limits, float[] probabilities) {
        boolean all = Arrays.stream(limits).noneMatch(Double::isNaN);
        int best = -1;
        for (int i = 0; i < limits.length; i++) {
            if ((all || Double.isNaN(limits[i])) && (best < 0 || probabilities[i] > probabilities[best])) {
                best = i;
            }
        }
        return best;
    }

    /// Whether a label is said of an example that may have several.
    ///
    /// @param limit its threshold; NaN for none
    static boolean says(double limit, float probability) {
        return Double.isNaN(limit) ? probability > 0.5f : probability >= limit;
    }
}

package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds labels that are probably wrong, by what models said of examples that they had not learned from: an example is
/// suspected whose probability of another class is as high as is usual for examples of that class.
///
/// Confident learning, Northcutt et al. 2021, <https://arxiv.org/abs/1911.00068>; as cleanlab 2.9 has it with
/// `filter_by="confident_learning"`.
public final class ConfidentLearning {
    private static final double ROUNDING = 1e-6;

    private ConfidentLearning() {}

    /// An example whose label is probably wrong.
    ///
    /// @param position  of the example
    /// @param label     that it has
    /// @param suggested the class that it seems to be of
    /// @param score     0 for one that is certainly wrong, 1 for one that is certainly right: half of one and the
    ///     difference between the label's probability and the highest of the others
    public record Suspect(int position, int label, int suggested, double score) {}

    /// Those that are probably wrong, the worst first.
    ///
    /// @param probabilities of each class, `[examples][classes]`, by models that had not learned from the example
    /// @param labels        class of each example
    /// @throws IllegalArgumentException if there are not as many labels as examples, or a label is no class
    public static List<Suspect> suspects(float[][] probabilities, int[] labels) {
        if (probabilities.length != labels.length) {
            throw new IllegalArgumentException("confident learning: expected a label for each of "
                    + probabilities.length + " examples, found " + labels.length);
        }
        if (labels.length == 0) {
            return List.of();
        }
        double[] usual = usual(probabilities, labels);
        List<Suspect> suspects = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            float[] said = probabilities[i];
            int likely = likely(said, usual);
            if (likely >= 0 && likely != labels[i] && highest(said, -1) != labels[i]) {
                double margin = said[labels[i]] - said[highest(said, labels[i])];
                suspects.add(new Suspect(i, labels[i], likely, (margin + 1) / 2));
            }
        }
        suspects.sort(Comparator.comparingDouble(Suspect::score).thenComparingInt(Suspect::position));
        return suspects;
    }

    /// The mean probability of each class among its examples; of classes without any nothing is high enough.
    private static double[] usual(float[][] probabilities, int[] labels) {
        double[] sums = new double[probabilities[0].length];
        int[] counts = new int[sums.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= sums.length) {
                throw new IllegalArgumentException("confident learning: expected a class of " + sums.length
                        + " for example " + i + ", found " + labels[i]);
            }
            sums[labels[i]] += probabilities[i][labels[i]];
            counts[labels[i]]++;
        }
        for (int label = 0; label < sums.length; label++) {
            sums[label] = counts[label] == 0 ? Double.POSITIVE_INFINITY : sums[label] / counts[label];
        }
        return sums;
    }

    /// The class that an example is confidently of: of several the most probable of all; -1 for none.
    private static int likely(float[] said, double[] usual) {
        int likely = -1;
        int several = 0;
        for (int label = 0; label < said.length; label++) {
            if (said[label] >= usual[label] - ROUNDING) {
                likely = likely < 0 ? label : likely;
                several++;
            }
        }
        return several > 1 ? highest(said, -1) : likely;
    }

    private static int highest(float[] said, int except) {
        int highest = -1;
        for (int label = 0; label < said.length; label++) {
            if (label != except && (highest < 0 || said[label] > said[highest])) {
                highest = label;
            }
        }
        return highest;
    }
}
